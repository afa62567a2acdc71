import { memorySource } from "../../src/core/bytes/memorySource.ts";
import { readGguf } from "../../src/core/formats/gguf/readGguf.ts";
import { parseGgufTokenizer } from "../../src/core/tokenizers/gguf/parseGgufTokenizer.ts";
import { readGgufVocabulary } from "../../src/core/tokenizers/gguf/readGgufVocabulary.ts";
import { parseSentencePieceTokenizer } from "../../src/core/tokenizers/sentencepiece/parseSentencePieceTokenizer.ts";
import type { Tokenizer } from "../../src/core/tokenizers/tokenizer.ts";
import { parseVocabMerges } from "../../src/core/tokenizers/vocabularies/vocabMerges.ts";
import { parseVocabTxt } from "../../src/core/tokenizers/vocabularies/vocabTxt.ts";

/** Letters, digits, marks, spaces of several kinds, a special token, and what few vocabularies have. */
const text = "A word, 12 ütter\u{1f600}s.  <s> e\u0301 ﬁ 東京\n";

/** Cuts a text by the vocabulary in a mutant, of the kind that its name says. */
export async function readVocabulary(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
  (await tokenizerOf(bytes, name))?.encode(text);
}

async function tokenizerOf(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<Tokenizer | undefined> {
  const written = (): string => new TextDecoder().decode(bytes);
  const plain = { configJson: undefined, modelType: "gpt2" };
  if (name.endsWith(".model")) return parseSentencePieceTokenizer(bytes, undefined);
  if (name.endsWith("vocab.txt")) {
    return parseVocabTxt({ text: written(), configJson: undefined, modelType: "bert" });
  }
  if (name.endsWith("vocab.json")) {
    return parseVocabMerges({ ...plain, vocabJson: written(), merges: "" });
  }
  if (name.endsWith("merges.txt")) {
    return parseVocabMerges({ ...plain, vocabJson: letters(written()), merges: written() });
  }
  const { value } = await readGguf(memorySource(bytes), name);
  const vocabulary = await readGgufVocabulary(value.metadata);
  return vocabulary === undefined ? undefined : parseGgufTokenizer(vocabulary);
}

/** A vocabulary that has all that the merges need, so that they are read to their end. */
function letters(merges: string): string {
  const tokens = merges
    .split("\n")
    .flatMap((line) => [...line.split(" "), line.replace(" ", "")])
    .filter((token) => token !== "");
  return JSON.stringify(Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id])));
}

import { FormatError } from "../../errors.ts";
import { maxVocabularySize } from "../limits.ts";
import { textlessToken } from "../placedToken.ts";
import { idleStages, StagedTokenizer, type Stages } from "../stagedTokenizer.ts";
import { surround } from "../stages/postProcessors.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { type GgufSpecials, ggufSpecials } from "./ggufSpecialTokens.ts";
import { type GgufStages, ggufStageReaders } from "./ggufStages.ts";
import type { GgufSpecialName, GgufVocabulary } from "./ggufVocabulary.ts";
import { spaceTakers } from "./spaceTakers.ts";
import { SpecialTokenFinder } from "./specialTokenFinder.ts";

/**
 * A tokenizer from a GGUF file's metadata, which gives the ids of llama.cpp (special tokens added, and found in the
 * text) or is refused. Pieces are written as the vocabulary has them; a span is the text that a token stands for.
 * Reference: llama.cpp, src/llama-vocab.cpp.
 * @throws FormatError `unsupported` for a kind that is not known, `bad-header` for a vocabulary that does not fit
 * together, `limit-exceeded`.
 */
export function parseGgufTokenizer(vocabulary: GgufVocabulary): Tokenizer {
  const reader = ggufStageReaders.get(vocabulary.model);
  if (reader === undefined) throw unknownModel(vocabulary.model);
  refuseWhatDoesNotFit(vocabulary);
  const specials = ggufSpecials(vocabulary);
  const tokens = vocabulary.tokens.map(named);
  const vocabularyIds = new Map<string, number>();
  tokens.forEach((token, id) => {
    if (!vocabularyIds.has(token)) vocabularyIds.set(token, id);
  });
  const read = reader({ ...vocabulary, tokens }, vocabularyIds, specials);
  const finder = new SpecialTokenFinder(
    specials.ids.map((id) => {
      const content = tokens[id] ?? "";
      return { id, content, ...spaceTakers(vocabulary, content) };
    }),
  );
  const stages: Stages = {
    ...idleStages,
    ...read.stages,
    beforeNormalizer: finder,
    postProcessor: surround(
      added(read.before, vocabulary, specials),
      added(read.after, vocabulary, specials),
    ),
  };
  return new StagedTokenizer({ vocabSize: tokens.length, piece: (id) => tokens[id] }, stages);
}

/** llama.cpp gives a token without text a name, so that no two are alike. */
function named(token: string, id: number): string {
  return token === "" ? `[EMPTY_${id}]` : token;
}

function added(
  name: GgufStages["before"],
  { tokens }: GgufVocabulary,
  specials: GgufSpecials,
): ReturnType<typeof textlessToken>[] {
  if (name === undefined) return [];
  const id = specials.idOf(name);
  if (id !== undefined) return [textlessToken(tokens[id] ?? "", id)];
  const key = keysOf.get(name) ?? "";
  throw new FormatError(
    "bad-header",
    `The GGUF vocabulary asks for a token ${name} around each text, but ${key} names none of its ${tokens.length} tokens`,
  );
}

const keysOf: ReadonlyMap<GgufSpecialName, string> = new Map([
  ["bos", "tokenizer.ggml.bos_token_id"],
  ["eos", "tokenizer.ggml.eos_token_id"],
  ["separator", "tokenizer.ggml.seperator_token_id"],
]);

function refuseWhatDoesNotFit({ tokens, scores, types }: GgufVocabulary): void {
  if (tokens.length > maxVocabularySize) {
    const message = `The GGUF vocabulary has ${tokens.length} tokens; ${maxVocabularySize} are allowed`;
    throw new FormatError("limit-exceeded", message);
  }
  for (const [key, list] of [
    ["tokenizer.ggml.scores", scores],
    ["tokenizer.ggml.token_type", types],
  ] as const) {
    if (list === undefined || list.length >= tokens.length) continue;
    const message = `${key} has ${list.length} entries; ${tokens.length} were expected, one for each token`;
    throw new FormatError("bad-header", message);
  }
}

function unknownModel(model: string): FormatError {
  const known = [...ggufStageReaders.keys()].join(", ");
  return new FormatError(
    "unsupported",
    `tokenizer.ggml.model is "${model.slice(0, 60)}", a kind of tokenizer that Poslens does not have (known: ${known})`,
  );
}

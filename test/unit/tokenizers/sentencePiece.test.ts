import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { FormatError } from "../../../src/core/errors.ts";
import { parseSentencePieceTokenizer } from "../../../src/core/tokenizers/sentencepiece/parseSentencePieceTokenizer.ts";
import type { Encoding } from "../../../src/core/tokenizers/tokenizer.ts";

/** Models, and what the library sentencepiece makes of texts (scripts/goldens/vocabularies.py). */
const folder = join(import.meta.dirname, "../../fixtures/tokenizers/sentencepiece");
const goldens = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as {
  texts: string[];
  cases: Record<string, Encoding[]>;
};
const model = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(folder, `${name}.model`)));

describe("ids, pieces and offsets of sentencepiece", () => {
  it.each(Object.entries(goldens.cases))("%s", (name, cases) => {
    const tokenizer = parseSentencePieceTokenizer(model(name), undefined);
    goldens.texts.forEach((text, index) => {
      const expected = cases[index]!;
      const { ids, tokens, offsets } = tokenizer.encode(text);
      expect(ids, JSON.stringify(text)).toEqual(expected.ids);
      expect(tokens).toEqual(expected.tokens);
      // Each byte has the span of its character here; the library gives it to the last one alone.
      const isByte = (place: number): boolean => /^<0x..>$/.test(tokens[place] ?? "");
      const compared = (all: Encoding["offsets"]): Encoding["offsets"] =>
        all.filter((_, place) => !isByte(place));
      expect(compared(offsets)).toEqual(compared(expected.offsets));
    });
  });
});

describe("tokens around a text", () => {
  const around = (config: object): readonly number[] =>
    parseSentencePieceTokenizer(model("bpe-bytes"), JSON.stringify(config)).encode("the").ids;
  const plain = parseSentencePieceTokenizer(model("bpe-bytes"), undefined).encode("the").ids;

  it.each<[object, readonly number[], readonly number[]]>([
    [{ tokenizer_class: "LlamaTokenizer" }, [1], []],
    [{ tokenizer_class: "LlamaTokenizerFast", add_bos_token: false, add_eos_token: true }, [], [2]],
    [{ tokenizer_class: "T5Tokenizer" }, [], [2]],
    [{ tokenizer_class: "SomethingElse" }, [], []],
    [{}, [], []],
  ])("%j", (config, before, after) => {
    expect(around(config)).toEqual([...before, ...plain, ...after]);
  });

  it("refuses a class that numbers pieces anew", () => {
    expect(() => around({ tokenizer_class: "XLMRobertaTokenizer" })).toThrow(/numbers the pieces/);
  });
});

describe("what is no model is refused in words", () => {
  it.each<[string, number[], string]>([
    ["nothing", [], "no pieces"],
    ["a number where pieces stand", [0x08, 0x01], "a message was expected"],
    ["a length beyond the end", [0x0a, 0x7f, 0x01], "127 bytes, the message has 1 more"],
    ["a length of 2^63", [0x0a, ...Array<number>(9).fill(0xff), 0x01], "the message has 0 more"],
    ["a number without an end", Array<number>(1000).fill(0xff), "does not end"],
    ["a group, which no file of today has", [0x0b], "wire type 3"],
    ["the field number 0", [0x02, 0x00], "the number 0"],
    ["a list for tiktoken", [...new TextEncoder().encode("IQ== 0\nIg== 1\n")], "tiktoken"],
    ["an empty piece", [0x0a, 0x00], "Piece 0"],
    ["a piece twice", [0x0a, 0x03, 0x0a, 0x01, 0x61, 0x0a, 0x03, 0x0a, 0x01, 0x61], "twice"],
    ["no unknown piece", [0x0a, 0x03, 0x0a, 0x01, 0x61], "unknown"],
    ["a model of words", [0x0a, 0x03, 0x0a, 0x01, 0x61, 0x12, 0x02, 0x18, 0x03], "type 3"],
  ])("%s", (_, bytes, part) => {
    const read = (): unknown => parseSentencePieceTokenizer(Uint8Array.from(bytes), undefined);
    expect(read).toThrow(part);
    expect(read).toThrow(FormatError);
  });
});

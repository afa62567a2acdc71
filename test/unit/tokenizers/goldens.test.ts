import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { parseTokenizer } from "../../../src/core/tokenizers/hfTokenizer.ts";
import type { Encoding } from "../../../src/core/tokenizers/tokenizer.ts";

/** Files and encodings of Hugging Face's `tokenizers` 0.23.3: every id, piece and offset must be the same. */
const folder = join(import.meta.dirname, "../../fixtures/tokenizers");

interface Golden {
  readonly vocab_size: number;
  readonly cases: readonly (Encoding & { readonly text: string })[];
}

const names = readdirSync(folder)
  .filter((name) => name.endsWith(".tokenizer.json"))
  .map((name) => name.replace(".tokenizer.json", ""));

describe.each(names)("%s", (name) => {
  const read = (kind: string): string => readFileSync(join(folder, `${name}.${kind}.json`), "utf8");
  const golden = JSON.parse(read("expected")) as Golden;
  const tokenizer = parseTokenizer(read("tokenizer"), undefined);

  it("has the same number of tokens", () => {
    expect(tokenizer.vocabSize).toBe(golden.vocab_size);
    expect(golden.cases.length).toBeGreaterThan(20);
  });

  it.each(golden.cases.map((one) => [one.text.slice(0, 40), one] as const))(
    "cuts %j alike",
    (_, { text, ids, tokens, offsets }) => {
      expect(tokenizer.encode(text)).toEqual({ ids, tokens, offsets });
    },
  );

  it("gives a piece for each id, and none for others", () => {
    const { ids } = tokenizer.encode("The dog bit the man.");
    expect(ids.every((id) => tokenizer.piece(id) !== undefined)).toBe(true);
    expect(tokenizer.piece(-1)).toBeUndefined();
    expect(tokenizer.piece(2 ** 23)).toBeUndefined();
  });
});

it("reads the tokenizer of the demo model", () => {
  const demo = join(import.meta.dirname, "../../../media/demo/rope");
  const read = (name: string): string => readFileSync(join(demo, name), "utf8");
  const tokenizer = parseTokenizer(read("tokenizer.json"), read("tokenizer_config.json"));
  const text = "It is a truth universally acknowledged";
  const encoding = tokenizer.encode(text);
  expect(tokenizer.vocabSize).toBe(1024);
  expect(encoding.tokens.join("").replaceAll("Ġ", " ")).toBe(text);
  expect(encoding.offsets.at(-1)?.[1]).toBe(text.length);
});

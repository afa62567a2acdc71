import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { parseTokenizer } from "../../../src/core/tokenizers/hfTokenizer.ts";
import type { Encoding } from "../../../src/core/tokenizers/tokenizer.ts";

const folder = join(import.meta.dirname, "../../fixtures/tokenizers");

type Json = Readonly<Record<string, unknown>>;

interface Variant {
  readonly base: string;
  readonly changes: Json;
  readonly cases: readonly (Encoding & { readonly text: string })[];
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
const variants = read("variants.json") as readonly Variant[];

/** Random texts through files with changed parts: the same as Hugging Face's `tokenizers` 0.23.3. */
it.each(
  variants.map((variant) => [variant.base, JSON.stringify(variant.changes), variant] as const),
)("%s with %s", (_, __, { base, changes, cases }) => {
  const file = read(`${base}.tokenizer.json`) as Json;
  const model = { ...(file["model"] as Json), ...(changes["model"] as Json | undefined) };
  const tokenizer = parseTokenizer(JSON.stringify({ ...file, ...changes, model }), undefined);
  expect(cases.length).toBeGreaterThan(5);
  for (const { text, ids, tokens, offsets } of cases) {
    expect(tokenizer.encode(text), text).toEqual({ ids, tokens, offsets });
  }
});

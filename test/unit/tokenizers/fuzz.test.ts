import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { FormatError } from "../../../src/core/errors.ts";
import { parseTokenizer } from "../../../src/core/tokenizers/hfTokenizer.ts";
import { seededRandom } from "../core/seededRandom.ts";

const folder = join(import.meta.dirname, "../../fixtures/tokenizers");
const names = readdirSync(folder).filter((name) => name.endsWith(".tokenizer.json"));

/** A value of another kind, or an absurd one. */
const wrong: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  "",
  "\ud83d",
  [],
  {},
  [[]],
  { type: "x" },
];

it.each(names)("%s with any value replaced is read or refused in words", (name) => {
  const random = seededRandom(7);
  const text = readFileSync(join(folder, name), "utf8");
  for (let round = 0; round < 150; round += 1) {
    const broken = JSON.parse(text) as Record<string, unknown>;
    replaceOne(broken, random);
    readOrRefuse(JSON.stringify(broken));
  }
});

it.each(names)("%s cut anywhere is refused in words", (name) => {
  const random = seededRandom(11);
  const text = readFileSync(join(folder, name), "utf8");
  for (let round = 0; round < 30; round += 1) {
    expect(readOrRefuse(text.slice(0, random(text.length)))).toBe("bad-json");
  }
});

function replaceOne(root: Record<string, unknown>, random: (bound: number) => number): void {
  let at: Record<string, unknown> = root;
  for (;;) {
    const keys = Object.keys(at);
    const key = keys[random(keys.length)] ?? "";
    const inner = at[key];
    if (
      typeof inner === "object" &&
      inner !== null &&
      Object.keys(inner).length > 0 &&
      random(10) < 8
    ) {
      at = inner as Record<string, unknown>;
      continue;
    }
    at[key] = wrong[random(wrong.length)];
    return;
  }
}

function readOrRefuse(json: string): string {
  try {
    const { ids, tokens, offsets } = parseTokenizer(json, undefined).encode(
      "Hello wörld 🙂 <s> 42",
    );
    expect(tokens).toHaveLength(ids.length);
    expect(offsets).toHaveLength(ids.length);
    for (const [from, to] of offsets) {
      expect(from >= 0 && from <= to && to <= 20).toBe(true);
    }
    return "read";
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}

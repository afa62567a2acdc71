import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { parseTokenizer } from "../../../src/core/tokenizers/hfTokenizer.ts";
import type { Encoding } from "../../../src/core/tokenizers/tokenizer.ts";

const fixture = join(import.meta.dirname, "../../fixtures/tokenizers/parts.json");
const goldens = JSON.parse(readFileSync(fixture, "utf8")) as {
  texts: string[];
  files: Record<string, unknown>;
  cases: Record<string, Encoding[]>;
};

/** Parts of a tokenizer.json that few files have: ids, pieces and offsets of Hugging Face's `tokenizers` 0.23.3. */
it.each(Object.entries(goldens.cases))("%s", (name, cases) => {
  const tokenizer = parseTokenizer(JSON.stringify(goldens.files[name]), undefined);
  goldens.texts.forEach((text, index) => {
    expect(tokenizer.encode(text), JSON.stringify(text)).toEqual(cases[index]);
  });
});

import { expect, it } from "vitest";
import { findGenerationSettings } from "../../../../src/core/documents/generationConfig.ts";
import { parseJsonTree } from "../../../../src/core/json/parseJsonTree.ts";

it("finds both lengths with the span of the literal alone", () => {
  const text = '{\n  "max_new_tokens":  64,\n  "max_length": 2e3,\n  "min_length": 9\n}';
  const tree = parseJsonTree(text, "generation_config.json").value;
  const settings = tree === undefined ? [] : findGenerationSettings(tree, "generation_config.json");
  expect(
    settings.map(({ kind, key, value, span, engine }) => [
      kind,
      key,
      value,
      text.slice(span.offset, span.offset + span.length),
      engine,
    ]),
  ).toEqual([
    ["new-tokens", "max_new_tokens", 64, "64", "transformers"],
    ["requested-length", "max_length", 2000, "2e3", "transformers"],
  ]);
});

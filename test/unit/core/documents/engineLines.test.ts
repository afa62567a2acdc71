import { expect, it } from "vitest";
import { explainKey } from "../../../../src/core/documents/explainKey.ts";
import { demoConfig, readingOf } from "../rules/testFolder.ts";

function paragraphsAt(key: string, changes: Readonly<Record<string, unknown>> = {}) {
  const reading = readingOf(demoConfig(changes));
  return explainKey(reading, reading.text.indexOf(`"${key}"`) + 1)?.paragraphs ?? [];
}

it("says at the declared length which engines take less", () => {
  const short = paragraphsAt("max_position_embeddings", { model_max_length: 64 });
  expect(short.filter((line) => line.startsWith("vllm 0.33.0: "))).toHaveLength(1);
  expect(short.join("\n")).toContain(
    "is greater than the derived max_model_len (model_max_length=64",
  );
});

it("says nothing of engines where all take it, or at other keys", () => {
  const engines = /^(?:vllm|ollama|llama|sglang|tgi|mlx)/;
  expect(paragraphsAt("max_position_embeddings").some((line) => engines.test(line))).toBe(false);
  const other = paragraphsAt("rope_theta", { model_max_length: 64 });
  expect(other.some((line) => engines.test(line))).toBe(false);
});

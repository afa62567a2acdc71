import { expect, it } from "vitest";
import { engineById, engines } from "../../../../src/core/engines/registry.ts";
import { transformers } from "../../../../src/core/engines/transformers.ts";
import { demoConfig, readingOf } from "../rules/testFolder.ts";

/** `goldens/engines/transformers.json`: rotary models of 32 positions run to 64 tokens without a word. */
it("puts only the quality of a rotation at risk, from the first token beyond", () => {
  const { spec } = readingOf(demoConfig());
  expect(transformers.verdict(spec, { length: 128 })?.outcome).toBe("ok");
  const verdict = transformers.verdict(spec, { length: 129 });
  expect(verdict?.outcome).toBe("qualityRisk");
  expect(verdict?.limit).toBe(128);
  expect(verdict?.message).toBe(
    "transformers computes RoPE for 129 tokens without an error, 1 more than the 128 that the model knows; " +
      "generate logs one reminder past max_position_embeddings (128)",
  );
});

it("does not speak of the reminder below the declared length", () => {
  const { spec } = readingOf(
    demoConfig({
      max_position_embeddings: 512,
      rope_parameters: {
        rope_type: "yarn",
        factor: 4,
        original_max_position_embeddings: 128,
        rope_theta: 10000,
      },
    }),
  );
  expect(transformers.verdict(spec, { length: 300 })?.message).not.toContain("reminder");
});

it("has no verdict on a scheme that was not recognised", () => {
  const { spec } = readingOf(demoConfig());
  const unknown = { ...spec, scheme: { kind: "unknown", reason: "x" } } as const;
  expect(transformers.verdict(unknown, { length: 129 })).toBeUndefined();
});

it("is found by the word of the setting", () => {
  for (const engine of engines) expect(engineById(engine.id)).toBe(engine);
  expect(engineById("transformers")).toBe(transformers);
  expect(engineById("toString")).toBeUndefined();
});

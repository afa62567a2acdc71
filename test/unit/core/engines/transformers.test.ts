import { describe, expect, it } from "vitest";
import { lengthRequest } from "../../../../src/core/engines/engine.ts";
import { verdictOf } from "../../../../src/core/engines/engineVersion.ts";
import { engineById, engines } from "../../../../src/core/engines/registry.ts";
import { transformers } from "../../../../src/core/engines/transformers/transformers.ts";
import type { JsonObject } from "../../../../src/core/engines/configValues.ts";
import { demoConfig, readingOf } from "../rules/testFolder.ts";
import { goldenCases, inputOf, requestOf, type GoldenCase } from "./goldens.ts";

const cases = goldenCases("transformers.json");
const models = cases.filter(({ config }) => config !== undefined);

interface Run {
  readonly tokens: number;
  readonly result: string;
}

describe("forward passes, run by the goldens", () => {
  it.each(models)("$id", (golden) => {
    const input = inputOf(golden["config"]);
    const at = (length: number) => verdictOf(transformers, input, lengthRequest(length));
    const runs = golden["runs"] as unknown as readonly Run[];
    const longest = Math.max(...runs.map(({ tokens }) => tokens));
    const verdict = at(longest);
    expect([verdict.outcome, verdict.limit ?? null]).toEqual([golden.outcome, golden.limit]);
    if (typeof golden.message === "string") expect(verdict.message).toContain(keyPhrase(golden));
    for (const { tokens, result } of runs) {
      expect([tokens, at(tokens).outcome === "error" ? "error" : "ok"]).toEqual([tokens, result]);
    }
  });
});

/** The words of the first error up to the sizes that follow them. */
function keyPhrase({ message }: GoldenCase): string {
  return (message ?? "").split("(")[0]?.trim() ?? "";
}

describe("generate, run by the goldens", () => {
  const generated = models.filter(({ generate }) => generate !== undefined);

  it.each(generated)("$id", (golden) => {
    const input = inputOf(golden["config"]);
    const told = golden["generate"] as JsonObject;
    const { prompt, max_new_tokens, result } = told;
    const verdict = verdictOf(transformers, input, requestOf({ prompt, max_new_tokens }));
    expect(verdict.outcome === "error" ? "error" : "ok").toBe(result);
    const reminded = (told["warnings"] as readonly string[]).length > 0;
    if (result === "ok") expect(verdict.message.includes("friendly reminder")).toBe(reminded);
    const untold = golden["generate_default"] as JsonObject;
    const bare = verdictOf(transformers, input, requestOf({ prompt: untold["prompt"] }));
    expect(bare.outcome === "error" ? "error" : "ok").toBe(untold["result"]);
  });
});

describe("the tokenizer, run by the goldens", () => {
  it.each(cases.filter(({ tokenizer }) => tokenizer !== undefined))("$id", (golden) => {
    const { tokenizer, tokens, call } = golden;
    const verdict = verdictOf(transformers, {}, requestOf({ tokenizer, tokens, call }));
    expect([verdict.outcome, verdict.limit ?? null]).toEqual([golden.outcome, golden.limit]);
    expect(verdict.value).toBe(golden["returned"]);
    const [warning] = (golden.message ?? "").split(". ");
    if (typeof golden.message === "string") expect(verdict.message).toContain(warning);
  });
});

describe("transformers, in its words", () => {
  it("puts only the quality of a rotation at risk, from the first token beyond", () => {
    const { spec } = readingOf(demoConfig());
    expect(verdictOf(transformers, { spec }, lengthRequest(128)).outcome).toBe("ok");
    const verdict = verdictOf(transformers, { spec }, lengthRequest(129));
    expect(verdict).toMatchObject({ outcome: "qualityRisk", limit: undefined, value: 129 });
    expect(verdict.message).toBe(
      "transformers computes RoPE for 129 tokens without an error, 1 more than the 128 that the model knows; " +
        'generate logs one reminder past max_position_embeddings (128): "This is a friendly reminder"',
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
    const verdict = verdictOf(transformers, { spec }, lengthRequest(300));
    expect(verdict.outcome).toBe("qualityRisk");
    expect(verdict.message).not.toContain("reminder");
  });

  it("knows that version 4 does not read rope_parameters", () => {
    const rope_parameters = { rope_type: "linear", factor: 2, rope_theta: 10000 };
    const config = { model_type: "llama", max_position_embeddings: 4096, rope_parameters };
    const at = (version: string) =>
      verdictOf(transformers, { config }, lengthRequest(1000), version);
    expect(at("4.57")).toMatchObject({ outcome: "qualityRisk", rule: "rope-parameters-unread" });
    expect(at("5.0")).toMatchObject({ outcome: "ok", version: "5.23.0" });
  });

  it("counts the places of a padding token", () => {
    const config = { model_type: "roberta", max_position_embeddings: 514, pad_token_id: 1 };
    const at = (version: string) =>
      verdictOf(transformers, { config }, lengthRequest(513), version);
    expect([at("4.57").limit, at("5").limit]).toEqual([512, 512]);
    expect(at("4.57").message).toContain("IndexError: index out of range in self");
    expect(at("5").message).toContain("index 514 is out of bounds for dimension 1");
  });
});

it("is found by the word of the setting", () => {
  for (const engine of engines) expect(engineById(engine.id)).toBe(engine);
  expect(engineById("transformers")).toBe(transformers);
  expect(engineById("toString")).toBeUndefined();
});

import { describe, expect, it } from "vitest";
import { verdictOf } from "../../../../src/core/engines/engineVersion.ts";
import { ollama } from "../../../../src/core/engines/ollama/ollama.ts";
import { goldenCases, requestOf } from "./goldens.ts";

const inputs = new Set(ollama.settings);

describe("ollama, by the goldens", () => {
  it.each(goldenCases("ollama.json"))("$id", (golden) => {
    const settings = Object.fromEntries(
      Object.entries(golden).filter(([name]) => inputs.has(name)),
    );
    const verdict = verdictOf(ollama, {}, requestOf(settings));
    expect([verdict.outcome, verdict.limit ?? null]).toEqual([golden.outcome, golden.limit]);
    if (golden.value !== undefined) expect(verdict.value).toBe(golden.value);
    const { kept, message } = golden;
    if (kept !== undefined) expect(verdict.value).toBe(kept);
    if (typeof message === "string") expect(verdict.message).toContain(message.split(";")[0]);
  });
});

describe("ollama, by its source", () => {
  it("cuts what is embedded at its end, less the tokens that are added", () => {
    const settings = {
      context_length: 512,
      request_num_ctx: 2048,
      prompt_tokens: 600,
      embedding: true,
      tokenizer_adds_bos: true,
      tokenizer_adds_eos: true,
    };
    expect(verdictOf(ollama, {}, requestOf(settings))).toMatchObject({
      outcome: "silentTruncation",
      limit: 510,
      value: 510,
    });
    const strict = requestOf({ ...settings, truncate: false });
    expect(verdictOf(ollama, {}, strict).outcome).toBe("error");
  });

  it("refuses a num_ctx that is no number", () => {
    const verdict = verdictOf(ollama, {}, requestOf({ request_num_ctx: "8k" }));
    expect(verdict).toMatchObject({ outcome: "error", rule: "option-type" });
  });

  it("takes a request's length for its num_ctx", () => {
    const verdict = verdictOf(ollama, {}, requestOf({ context_length: 4096 }, 8192));
    expect(verdict).toMatchObject({ outcome: "silentCap", value: 4096 });
  });
});

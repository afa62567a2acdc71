import { describe, expect, it } from "vitest";
import type { EngineInput } from "../../../../src/core/engines/engine.ts";
import { verdictOf } from "../../../../src/core/engines/engineVersion.ts";
import { llamaCpp } from "../../../../src/core/engines/llamaCpp/llamaCpp.ts";
import { llamaServer } from "../../../../src/core/engines/llamaCpp/llamaServer.ts";
import { goldenCases, requestOf, type GoldenCase } from "./goldens.ts";

function ggufOf({ arch, metadata }: GoldenCase): EngineInput {
  const entries = Object.entries(metadata as Record<string, string | number | boolean>);
  return {
    gguf: { architecture: arch as string, metadata: new Map(entries), tensors: new Map() },
  };
}

describe("llama.cpp, run by the goldens", () => {
  it.each(goldenCases("llamacpp.json"))("$id", (golden) => {
    const { n_ctx_request, sequences, decode, position_embd_rows, factor_tensors } = golden;
    const settings = { n_ctx_request, sequences, decode, position_embd_rows, factor_tensors };
    const verdict = verdictOf(llamaCpp, ggufOf(golden), requestOf(settings));
    expect([verdict.outcome, verdict.limit ?? null]).toEqual([golden.outcome, golden.limit]);
    const { rounded_to: rounded, message } = golden;
    if (rounded !== undefined && verdict.value !== undefined) expect(verdict.value).toBe(rounded);
    if (typeof message === "string") expect(verdict.message).toContain(keyPhrase(message));
  });
});

/** What stays of a line without its place in the source and the spaces that a column needs. */
function keyPhrase(message: string): string {
  const [phrase = ""] =
    /(?:n_ctx_seq|GGML_ASSERT|invalid n_rot|tensor '[^']*' has).*/.exec(message) ?? [];
  return phrase.split(";")[0] ?? "";
}

describe("llama-server, by the goldens", () => {
  it.each(goldenCases("llamacpp-server.json"))("$id", (golden) => {
    const { context_length, ctx_size, parallel, kv_unified, slot, prompt_tokens } = golden;
    const isRequest = golden["kind"] === "server_request";
    const settings = isRequest
      ? { slot, prompt_tokens }
      : { context_length, ctx_size, parallel, kv_unified };
    const verdict = verdictOf(llamaServer, {}, requestOf(settings));
    expect([verdict.outcome, verdict.limit]).toEqual([golden.outcome, golden.limit]);
    if (!isRequest) expect(verdict.value).toBe(slot);
    if (typeof golden.message === "string") expect(verdict.message).toContain(golden.message);
  });

  it("answers for a prompt from the slot that the context makes", () => {
    const settings = { context_length: 4096, ctx_size: 16384, parallel: 2, prompt_tokens: 4096 };
    const verdict = verdictOf(llamaServer, {}, requestOf(settings));
    expect(verdict).toMatchObject({ outcome: "error", limit: 4095 });
    const embedding = verdictOf(llamaServer, {}, requestOf({ ...settings, embedding: true }));
    expect(embedding).toMatchObject({ outcome: "ok", limit: 4096 });
  });
});

describe("llama.cpp, by its source", () => {
  const gguf = (architecture: string, metadata: Record<string, string | number>) => ({
    gguf: { architecture, metadata: new Map(Object.entries(metadata)), tensors: new Map() },
  });

  it("does not load a file without a context length", () => {
    const verdict = verdictOf(llamaCpp, gguf("llama", {}), requestOf({}, 512));
    expect(verdict).toMatchObject({ outcome: "error", rule: "context-length-missing" });
  });

  it("takes a request for every token where nothing says how many are run", () => {
    const input = gguf("gpt2", { "gpt2.context_length": 1024 });
    expect(verdictOf(llamaCpp, input, requestOf({}, 1024)).outcome).toBe("ok");
    expect(verdictOf(llamaCpp, input, requestOf({}, 1025)).outcome).toBe("error");
    expect(verdictOf(llamaCpp, input, requestOf({})).value).toBe(1024);
  });

  it("does not load divisors that are not one for each pair", () => {
    const keys = { "llama.context_length": 512, "llama.rope.dimension_count": 16 };
    const sizes = { "llama.embedding_length": 64, "llama.attention.head_count": 4 };
    const input = gguf("llama", { ...keys, ...sizes });
    const withDivisors = (count: number) =>
      requestOf({
        factor_tensors: { "rope_freqs.weight": Array.from({ length: count }, () => 1) },
      });
    expect(verdictOf(llamaCpp, input, withDivisors(8)).outcome).toBe("ok");
    expect(verdictOf(llamaCpp, input, withDivisors(4))).toMatchObject({
      outcome: "error",
      rule: "rope-factors-size",
    });
  });

  it("lets partial rotation be where the graph does", () => {
    const keys = { "phi3.context_length": 4096, "phi3.rope.dimension_count": 8 };
    const sizes = { "phi3.embedding_length": 64, "phi3.attention.head_count": 4 };
    expect(verdictOf(llamaCpp, gguf("phi3", { ...keys, ...sizes }), requestOf({})).outcome).toBe(
      "ok",
    );
  });
});

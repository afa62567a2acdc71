import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/core/engines/configValues.ts";
import { kvCacheBytes } from "../../../../src/core/engines/kvCache/kvCacheBytes.ts";
import type { ModelSpec } from "../../../../src/core/models/modelSpec.ts";
import { demoConfig, readingOf } from "../rules/testFolder.ts";

const GIB = 2 ** 30;

function specOf(sizes: Partial<ModelSpec>): ModelSpec {
  return { ...readingOf(demoConfig()).spec, windows: [null], ...sizes };
}

/** Sizes of Llama-3-8B. */
const llama3 = specOf({ layers: 32, kvHeads: 8, headDim: 128 });

describe("memory of keys and values", () => {
  it("is 1 GiB for 8192 tokens of Llama-3-8B in float16", () => {
    expect(kvCacheBytes(llama3, 8192)?.bytes).toBe(GIB);
    expect(kvCacheBytes(llama3, 8192, { dtype: "float32", sequences: 4 })?.bytes).toBe(8 * GIB);
  });

  it("is four times that with 32 heads of keys and values (Llama-2-7B, 4096 tokens: 2 GiB)", () => {
    const llama2 = specOf({ layers: 32, kvHeads: 32, headDim: 128 });
    expect(kvCacheBytes(llama2, 4096)?.bytes).toBe(2 * GIB);
  });

  it("counts the scales of quantised blocks: 34 bytes for 32 numbers", () => {
    // 8192 tokens · 32 layers · 8 heads · 256 numbers · 34 / 32 bytes.
    expect(kvCacheBytes(llama3, 8192, { dtype: "q8_0" })?.bytes).toBe(570_425_344);
    expect(kvCacheBytes(llama3, 8192, { dtype: "int3" })).toBeUndefined();
  });

  it("stops growing at a window, layer by layer", () => {
    // Gemma-2-2B: 26 layers, every other one with a window of 4096; 4 heads of 256.
    const windows = Array.from({ length: 26 }, (_, i) => (i % 2 === 0 ? 4096 : null));
    const gemma2 = specOf({ layers: 26, kvHeads: 4, headDim: 256, windows });
    const token = 4 * 512 * 2;
    expect(kvCacheBytes(gemma2, 8192)?.bytes).toBe(13 * token * (4096 + 8192));
    expect(kvCacheBytes(gemma2, 1000)?.bytes).toBe(26 * token * 1000);
  });

  it("is 576 numbers a token and layer in DeepSeek-V3", () => {
    const config = { kv_lora_rank: 512, qk_rope_head_dim: 64 };
    const deepseek = specOf({ layers: 61, kvHeads: 128, headDim: 64 });
    const size = kvCacheBytes(deepseek, 163_840, { config, dtype: "bfloat16" });
    expect(size?.bytes).toBe(163_840 * 61 * 576 * 2);
    expect(size?.formula).toContain("kv_lora_rank");
  });

  it.each<[string, JsonObject, number]>([
    ["Qwen3-Next: one layer in four", { full_attention_interval: 4 }, 12],
    ["named layers", { layer_types: alternating(["linear_attention", "full_attention"], 48) }, 24],
    ["Jamba: one in eight", { attn_layer_period: 8, attn_layer_offset: 4 }, 6],
    ["Nemotron-H: a pattern", { hybrid_override_pattern: "M-M*".repeat(12) }, 12],
    ["LFM2: places", { full_attn_idxs: [2, 5, 8] }, 3],
    ["MiniMax: flags", { attn_type_list: alternating([0, 0, 0, 1], 48) }, 12],
    ["layers without positions keep all", { no_rope_layers: alternating([1, 0], 48) }, 48],
    ["shared keys", { num_kv_shared_layers: 20 }, 28],
  ])("counts the layers that keep something: %s", (_, config, count) => {
    const spec = specOf({ layers: 48, kvHeads: 2, headDim: 256 });
    expect(kvCacheBytes(spec, 1024, { config })?.bytes).toBe(count * 1024 * 2 * 512 * 2);
  });

  it("cuts at chunks, and takes other sizes in global layers", () => {
    const spec = specOf({ layers: 2, kvHeads: 4, headDim: 256, windows: [512, null] });
    const config = {
      layer_types: ["sliding_attention", "full_attention"],
      global_head_dim: 512,
      num_global_key_value_heads: 1,
    };
    expect(kvCacheBytes(spec, 2048, { config })?.layers).toEqual([
      512 * 4 * 512 * 2,
      2048 * 1 * 1024 * 2,
    ]);
    const chunked = {
      layer_types: ["chunked_attention", "full_attention"],
      attention_chunk_size: 100,
    };
    const all = specOf({ layers: 2, kvHeads: 1, headDim: 1, windows: [null] });
    expect(kvCacheBytes(all, 2048, { config: chunked })?.layers).toEqual([400, 8192]);
  });

  it("has nothing to say of encoders and of unknown sizes", () => {
    expect(kvCacheBytes(specOf({ modelType: "bert" }), 512)).toBeUndefined();
    expect(kvCacheBytes(specOf({ layers: 0 }), 512)).toBeUndefined();
    expect(kvCacheBytes(specOf({ kvHeads: 0 }), 512)).toBeUndefined();
  });
});

function alternating<T>(cycle: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => cycle[i % cycle.length] as T);
}

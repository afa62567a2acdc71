import { shortestDecimal } from "./shortestDecimal.ts";
import { HubConfig } from "./hubConfig.ts";
import type { GgufFacts } from "./ggufFacts.ts";
import { llama3Factors } from "./ropeFactors.ts";

/** Tensors of divisors that stand in for a scaling block. One number a pair. */
export interface RopeTensors {
  readonly freqs: readonly number[] | undefined;
  readonly long: readonly number[] | undefined;
  readonly short: readonly number[] | undefined;
}

/** The rotation as a config of the hub states it. */
export function setRope(facts: GgufFacts, config: HubConfig, tensors: RopeTensors): void {
  const base = facts.copy("rope.freq_base", config, "rope_theta");
  const rotated = facts.number("rope.dimension_count");
  const headDim = headDimOf(facts);
  if (rotated !== undefined && headDim !== undefined && rotated !== headDim) {
    const origin = { key: facts.keyOf("rope.dimension_count") };
    config.set("partial_rotary_factor", rotated / headDim, origin);
  }
  const block = scalingBlock(facts, base ?? DEFAULT_BASE, tensors);
  if (block !== undefined) config.setBlock("rope_scaling", block);
}

/** What ggml takes where a file has no `rope.freq_base`. */
const DEFAULT_BASE = 10_000;

function headDimOf(facts: GgufFacts): number | undefined {
  const stated = facts.number("attention.key_length");
  if (stated !== undefined) return stated;
  const width = facts.number("embedding_length");
  const heads = facts.number("attention.head_count");
  return width === undefined || heads === undefined || heads <= 0 ? undefined : width / heads;
}

function scalingBlock(facts: GgufFacts, base: number, tensors: RopeTensors): HubConfig | undefined {
  const block = new HubConfig();
  const { freqs, long, short } = tensors;
  if (long !== undefined && short !== undefined) {
    setLongrope(facts, block, { long, short });
    return block;
  }
  if (freqs !== undefined) {
    setFreqs(facts, block, { freqs, base });
    return block;
  }
  return statedBlock(facts, block);
}

/** What the keys of the metadata say. */
function statedBlock(facts: GgufFacts, block: HubConfig): HubConfig | undefined {
  const type = facts.text("rope.scaling.type");
  if (type === "none") return undefined;
  const isOld = !facts.has("rope.scaling.factor") && facts.has("rope.scale_linear");
  const name = isOld ? "rope.scale_linear" : "rope.scaling.factor";
  const factor = facts.copy(name, block, "factor");
  // ggml takes linear where no type is stated, and a factor of 1 changes nothing.
  if (factor === undefined || (factor === 1 && type !== "yarn")) return undefined;
  const typeOrigin = { key: facts.keyOf(type === undefined ? name : "rope.scaling.type") };
  block.set("rope_type", type ?? "linear", typeOrigin);
  if (type === "yarn") setYarn(facts, block, factor);
  return block;
}

function setYarn(facts: GgufFacts, block: HubConfig, factor: number): void {
  copyOriginalLength(facts, block);
  facts.copy("rope.scaling.yarn_beta_fast", block, "beta_fast");
  facts.copy("rope.scaling.yarn_beta_slow", block, "beta_slow");
  if (facts.isTrue("rope.scaling.finetuned")) {
    block.set("finetuned", true, { key: facts.keyOf("rope.scaling.finetuned") });
  }
  const name = facts.has("rope.scaling.yarn_attn_factor")
    ? "rope.scaling.yarn_attn_factor"
    : "rope.scaling.attn_factor";
  const attention = facts.number(name);
  if (attention === undefined || attention === 1 || !(factor > 1)) return;
  // ggml multiplies it by what YaRN takes anyway; the hub's key replaces that.
  const value = attention * (0.1 * Math.log(factor) + 1);
  block.set("attention_factor", value, { key: facts.keyOf(name) });
}

function setLongrope(
  facts: GgufFacts,
  block: HubConfig,
  { long, short }: { readonly long: readonly number[]; readonly short: readonly number[] },
): void {
  block.set("rope_type", "longrope", { derived: "rope_factors_long.weight" });
  block.set("short_factor", short.map(shortestDecimal), { derived: "rope_factors_short.weight" });
  block.set("long_factor", long.map(shortestDecimal), { derived: "rope_factors_long.weight" });
  copyOriginalLength(facts, block);
  facts.copy("rope.scaling.attn_factor", block, "attention_factor");
}

/** Divisors of another origin are shown as a longrope block that has them for every length. */
function setFreqs(
  facts: GgufFacts,
  block: HubConfig,
  { freqs, base }: { readonly freqs: readonly number[]; readonly base: number },
): void {
  const origin = { derived: "rope_freqs.weight" };
  const llama3 = llama3Factors(freqs, base);
  if (llama3 === undefined) {
    block.set("rope_type", "longrope", origin);
    block.set("short_factor", freqs, origin);
    block.set("long_factor", freqs, origin);
    block.set("attention_factor", 1, origin);
    copyOriginalLength(facts, block);
    return;
  }
  block.set("rope_type", "llama3", origin);
  block.set("factor", llama3.factor, origin);
  block.set("low_freq_factor", llama3.lowFreqFactor, origin);
  block.set("high_freq_factor", llama3.highFreqFactor, origin);
  block.set("original_max_position_embeddings", llama3.originalLength, origin);
}

function copyOriginalLength(facts: GgufFacts, block: HubConfig): void {
  const name = "rope.scaling.original_context_length";
  facts.copy(name, block, "original_max_position_embeddings");
}

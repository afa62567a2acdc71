import type { ModelSpec } from "../../models/modelSpec.ts";
import { numberAt, textAt, valueAt, type JsonObject } from "../configValues.ts";
import type { RopeBlock } from "./ropeBlocks.ts";

/** A length and the key that vLLM names for it. */
export interface KeyedLength {
  /** Tokens; Infinity where no key says one. */
  readonly length: number;
  readonly key: string | undefined;
}

/**
 * What the config alone gives: the smallest of nine keys, and above them all a `model_max_length` that is not 0
 * (`derive_max_model_len_and_key` of `vllm/transformers_utils/model_arch_config_convertor.py`). A key that the file
 * lacks has the default of its class, which the spec knows.
 */
export function configLength(config: JsonObject, spec: ModelSpec | undefined): KeyedLength {
  let found: KeyedLength = { length: Infinity, key: undefined };
  for (const key of lengthKeys) {
    const length = lengthUnder(key, config, spec);
    if (length !== undefined && length < found.length) found = { length, key };
  }
  const stated = numberAt(config, "model_max_length");
  return stated === undefined || stated === 0 ? found : { length: stated, key: "model_max_length" };
}

/**
 * What rope blocks make of it: linear, dynamic and unknown types multiply by their `factor` (the last block counts),
 * su, longrope and llama3 do not. A yarn block starts anew from its original length up to 0.32 and does nothing since.
 * Model types with "gemma3" in them are left out.
 */
export function scaledLength(
  length: number,
  blocks: readonly RopeBlock[],
  rules: "0.11" | "0.33",
): ScaledLength {
  let base = length;
  let factor: number | null = 1;
  for (const block of blocks) {
    if (unscaled.has(block.type) || (rules === "0.33" && block.type.includes("yarn"))) continue;
    if (block.factor !== undefined) ({ factor } = block);
    if (block.type !== "yarn") continue;
    if (block.originalLength === undefined) return { kind: "no original length" };
    base = block.originalLength;
  }
  if (factor === null && rules === "0.11") return { kind: "no factor" };
  return { kind: "length", length: base * (factor ?? 1) };
}

export type ScaledLength =
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "no factor" }
  | { readonly kind: "no original length" };

const unscaled: ReadonlySet<string> = new Set(["su", "longrope", "llama3"]);

const lengthKeys = [
  "max_position_embeddings",
  "n_positions",
  "max_seq_len",
  "seq_length",
  "model_max_length",
  "max_target_positions",
  "max_sequence_length",
  "max_seq_length",
  "seq_len",
] as const;

function lengthUnder(
  key: string,
  config: JsonObject,
  spec: ModelSpec | undefined,
): number | undefined {
  if (valueAt(config, key) !== undefined) return numberAt(config, key);
  const type = textAt(config, "model_type") ?? "";
  if (key === "max_position_embeddings" && positionsByOtherName.has(type)) {
    return (
      numberAt(config, "n_positions") ?? specLength("n_positions", spec) ?? specLength(key, spec)
    );
  }
  return specLength(key, spec);
}

function specLength(key: string, spec: ModelSpec | undefined): number | undefined {
  const keys = spec?.lengthKeys;
  return keys !== undefined && Object.hasOwn(keys, key) ? keys[key] : undefined;
}

/** Classes in which `max_position_embeddings` is another name of `n_positions`. */
const positionsByOtherName: ReadonlySet<string> = new Set([
  "codegen",
  "ctrl",
  "gpt2",
  "gpt_bigcode",
  "gptj",
  "imagegpt",
  "openai-gpt",
]);

import type { ModelSpec } from "../../models/modelSpec.ts";
import { numberAt, textAt, valueAt, type JsonObject } from "../configValues.ts";

/** A length that a class has a table or a reminder for, and its key. */
export interface DeclaredLength {
  readonly key: string;
  readonly length: number;
}

/**
 * What the model's class takes for its largest length: the key that its table is made of, or
 * `max_position_embeddings`. `undefined` where it has none, as BLOOM and T5 do, whatever their files say.
 */
export function declaredLength(
  config: JsonObject | undefined,
  spec: ModelSpec | undefined,
): DeclaredLength | undefined {
  const type = textAt(config, "model_type") ?? spec?.modelType ?? "";
  if (boundless.has(type)) return undefined;
  for (const key of keysOf(type)) {
    const length = numberAt(config, key) ?? ownLength(spec, key) ?? 0;
    if (length > 0) return { key, length };
  }
  return Object.hasOwn(otherKeys, type) ? undefined : specLength(spec);
}

/** A type with keys of its own has nothing else that counts; others have what the spec declares. */
function specLength(spec: ModelSpec | undefined): DeclaredLength | undefined {
  const length = spec?.lengths.declared ?? 0;
  return length > 0 ? { key: "max_position_embeddings", length } : undefined;
}

/** The product of a Reformer's axes is its largest length. */
export function axialLength(config: JsonObject | undefined): number | undefined {
  const shape = valueAt(config, "axial_pos_shape");
  if (!Array.isArray(shape) || valueAt(config, "axial_pos_embds") === false) return undefined;
  const rows = shape.map((size: unknown) => (typeof size === "number" ? size : NaN));
  const product = rows.reduce((all, size) => all * size, 1);
  return Number.isFinite(product) ? product : undefined;
}

function keysOf(type: string): readonly string[] {
  return Object.hasOwn(otherKeys, type) ? (otherKeys[type] ?? []) : usualKeys;
}

const usualKeys = ["max_position_embeddings", "n_positions"];

/** Classes whose decoder or only table has a key of its own. */
const otherKeys: Readonly<Record<string, readonly string[]>> = {
  whisper: ["max_target_positions"],
  speech_to_text: ["max_target_positions"],
  led: ["max_decoder_position_embeddings"],
  mpt: ["max_seq_len"],
};

/** Classes without a length: a bias by distance alone, or a state. */
const boundless: ReadonlySet<string> = new Set([
  "bloom",
  "falcon_mamba",
  "longt5",
  "mamba",
  "mamba2",
  "mt5",
  "pop2piano",
  "rwkv",
  "switch_transformers",
  "t5",
  "transfo-xl",
  "udop",
  "umt5",
  "xlnet",
  "xlstm",
]);

function ownLength(spec: ModelSpec | undefined, key: string): number | undefined {
  const keys = spec?.lengthKeys;
  return keys !== undefined && Object.hasOwn(keys, key) ? keys[key] : undefined;
}

import { LAYER_LIMIT, SIZE_LIMIT, VOCABULARY_LIMIT } from "../bytes/limits.ts";
import {
  positiveKind,
  textKind,
  wholeKind,
  type ConfigFields,
  type FieldReading,
} from "./configFields.ts";
import type { ConfigObject } from "./classes/configObject.ts";
import type { ModelSpec } from "./modelSpec.ts";
import type { SpecFields } from "./specFields.ts";

export type Sizes = Pick<
  ModelSpec,
  | "hiddenSize"
  | "layers"
  | "heads"
  | "kvHeads"
  | "headDim"
  | "intermediateSize"
  | "vocabSize"
  | "normEps"
  | "hiddenAct"
>;

/**
 * Sizes under the names of the type's class; a type without a row is searched under every name in use.
 * A size that cannot be used is reported and the class default stands in for it.
 */
export function readSizes(fields: ConfigFields, spec: SpecFields, object: ConfigObject): Sizes {
  const { type } = spec;
  const usual = type ?? nothingStated;
  const size = (names: readonly string[], most = SIZE_LIMIT): FieldReading<number> => {
    const [own = ""] = names;
    const formula = type?.facts.o?.[own];
    const effective = formula === undefined ? undefined : object.number(own);
    if (effective !== undefined) return derivedReading(effective, formula ?? "");
    return fields.read(type === undefined ? names : type.names(own), wholeKind(1, most));
  };
  const hiddenSize = spec.settle("hiddenSize", size(hiddenNames), usual.hiddenSize);
  const layers = spec.settle("layers", size(layerNames, LAYER_LIMIT), usual.layers);
  const heads = spec.settle("heads", size(headNames), usual.heads);
  const kvHeads = readKvHeads(size(kvHeadNames), heads, spec);
  const headDim = readHeadDim(size(headDimNames), { hiddenSize, heads }, spec);
  reportHeads({ fields, hiddenSize, heads, kvHeads }, spec);
  return {
    hiddenSize,
    layers,
    heads,
    kvHeads,
    headDim,
    intermediateSize: spec.settle<number | undefined>(
      "intermediateSize",
      size(intermediateNames),
      usual.intermediateSize,
    ),
    vocabSize: spec.settle<number | undefined>(
      "vocabSize",
      size(["vocab_size"], VOCABULARY_LIMIT),
      usual.vocabSize,
    ),
    normEps: spec.settle("normEps", fields.read(normEpsNames, positiveKind), usual.normEps),
    hiddenAct: spec.settle("hiddenAct", fields.read(actNames, textKind), usual.hiddenAct),
  };
}

/** What the class computes from other attributes whatever the file says. */
function derivedReading(value: number, formula: string): FieldReading<number> {
  return { kind: "value", value, from: { kind: "derived", from: formula } };
}

/** Signs for "not stated", where no class fills in. */
const nothingStated = {
  hiddenSize: 0,
  layers: 0,
  heads: 0,
  intermediateSize: undefined,
  vocabSize: undefined,
  normEps: 0,
  hiddenAct: "",
};

const hiddenNames = ["hidden_size", "n_embd", "d_model", "dim"];
const layerNames = ["num_hidden_layers", "n_layer", "n_layers", "num_layers"];
const headNames = ["num_attention_heads", "n_head", "n_heads", "num_heads"];
const kvHeadNames = ["num_key_value_heads", "num_kv_heads", "n_head_kv"];
const headDimNames = ["head_dim", "kv_channels", "d_kv", "attention_head_dim"];
const intermediateNames = ["intermediate_size", "n_inner", "ffn_dim", "d_ff"];
const normEpsNames = ["rms_norm_eps", "layer_norm_eps", "layer_norm_epsilon", "norm_eps"];
const actNames = ["hidden_act", "activation_function", "hidden_activation"];

function readKvHeads(reading: FieldReading<number>, heads: number, spec: SpecFields): number {
  const classDefault = spec.type?.kvHeads ?? null;
  if (reading.kind === "null" || (reading.kind === "absent" && classDefault === null)) {
    return heads === 0 ? 0 : spec.derive("kvHeads", heads, "num_attention_heads");
  }
  return spec.settle("kvHeads", reading, classDefault ?? heads);
}

function readHeadDim(
  reading: FieldReading<number>,
  { hiddenSize, heads }: Pick<Sizes, "hiddenSize" | "heads">,
  spec: SpecFields,
): number {
  const classDefault = spec.type?.headDim ?? null;
  if (reading.kind === "value") return spec.settle("headDim", reading, reading.value);
  if (reading.kind === "absent" && classDefault !== null) {
    return spec.settle("headDim", reading, classDefault);
  }
  if (heads === 0 || hiddenSize === 0) return 0;
  // Rounded down as Python's // does; that it does not divide is reported.
  const headDim = Math.floor(hiddenSize / heads);
  return spec.derive("headDim", headDim, "hidden_size / num_attention_heads");
}

function reportHeads(
  {
    fields,
    ...sizes
  }: Pick<Sizes, "hiddenSize" | "heads" | "kvHeads"> & {
    readonly fields: ConfigFields;
  },
  spec: SpecFields,
): void {
  const { hiddenSize, heads, kvHeads } = sizes;
  const derived = spec.provenance.get("headDim")?.kind === "derived";
  if (derived && hiddenSize % heads !== 0) {
    const message = `hidden_size ${hiddenSize} does not divide by num_attention_heads ${heads}, and no head_dim is stated`;
    fields.report("heads-do-not-divide", message, "num_attention_heads");
  }
  if (kvHeads !== 0 && heads % kvHeads !== 0) {
    const stated = fields.has("num_key_value_heads");
    const message = `num_attention_heads ${heads} does not divide by ${stated ? "" : "the class default of "}num_key_value_heads ${kvHeads}: no group of queries fits a key`;
    fields.report(
      "heads-do-not-divide",
      message,
      stated ? "num_key_value_heads" : "num_attention_heads",
    );
  }
}

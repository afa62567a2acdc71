import { LAYER_LIMIT } from "../bytes/limits.ts";
import { toJsonValue, type JsonValue } from "../json/jsonNode.ts";
import type { TextSpan } from "../problem.ts";
import type { Node } from "jsonc-parser";
import { configObjectOf, asRecord } from "./classes/configObject.ts";
import { describeConfig } from "./classes/describeConfig.ts";
import { windowOfLayer, type ModelSpec, type Provenance, type ProvenanceMap } from "./modelSpec.ts";

export interface SpecJson {
  /** Field names of the reference goldens; what is not stated is absent, never null. */
  readonly spec: Readonly<Record<string, JsonValue>>;
  readonly provenance: Readonly<Record<string, string | ProvenanceJson>>;
}

export interface ProvenanceJson {
  readonly file: string;
  readonly key: string;
  /** UTF-16 units from the start of the file's text. */
  readonly range: TextSpan;
}

/**
 * A spec and its provenance as `poslens inspect --json` prints them (DESIGN section 11). With the tree of a config,
 * what its class makes of the whole of it comes on top, in the words of the reference.
 */
export function specToJson(spec: ModelSpec, provenance: ProvenanceMap, tree?: Node): SpecJson {
  const { scheme } = spec;
  return {
    spec: {
      model_type: spec.modelType,
      ...stated({
        architectures: spec.architectures.length === 0 ? undefined : spec.architectures,
        family: spec.family,
        hidden_size: spec.hiddenSize || undefined,
        layers: spec.layers || undefined,
        heads: spec.heads || undefined,
        kv_heads: spec.kvHeads || undefined,
        head_dim: spec.headDim || undefined,
        intermediate_size: spec.intermediateSize,
        vocab_size: spec.vocabSize,
        norm_eps: spec.normEps || undefined,
        hidden_act: spec.hiddenAct || undefined,
      }),
      tie_word_embeddings: spec.tieWordEmbeddings,
      length_keys: { ...spec.lengthKeys },
      ...stated({ max_position_embeddings: spec.lengthKeys["max_position_embeddings"] }),
      lengths: snakeCased({ ...spec.lengths }),
      scheme: snakeCased(scheme as unknown as PlainObject),
      ...stated({
        rotary_dim: scheme.kind === "rope" ? scheme.rotaryDim : undefined,
        rotating_layers: scheme.kind === "rope" ? "all" : undefined,
        window_per_layer: windowPerLayer(spec),
        dtype: spec.dtype,
        quantization: spec.quantization,
      }),
      ...described(tree),
    },
    provenance: Object.fromEntries(
      [...provenance].map(([field, from]) => [fieldName(field), toJson(from)]),
    ),
  };
}

function described(tree: Node | undefined): Readonly<Record<string, JsonValue>> {
  const values = tree === undefined ? undefined : asRecord(toJsonValue(tree));
  const object = values === undefined ? undefined : configObjectOf(values);
  return object?.facts === undefined ? {} : describeConfig(object);
}

type PlainObject = Readonly<Record<string, unknown>>;

function toJson(from: Provenance): string | ProvenanceJson {
  switch (from.kind) {
    case "file":
      return { file: from.file, key: from.key, range: from.span };
    case "class default":
      return "class default";
    case "derived":
      return `derived from ${from.from}`;
  }
}

/** Fields whose name in JSON is not their own in snake_case. */
const fieldNames: ReadonlyMap<string, string> = new Map([
  ["lengths.declared", "max_position_embeddings"],
  ["scheme.base", "rope.parameters.rope_theta"],
  ["scheme.rotaryDim", "rotary_dim"],
  ["windows", "window_per_layer"],
]);

function fieldName(field: string): string {
  return fieldNames.get(field) ?? snakeCase(field);
}

/** All windows, one a layer, where any layer has one or the class lists its layers. */
function windowPerLayer(spec: ModelSpec): readonly (number | null)[] | undefined {
  if (spec.windows.every((window) => window === null)) return undefined;
  const layers = Math.min(spec.layers, LAYER_LIMIT);
  return Array.from({ length: layers }, (_, layer) => windowOfLayer(spec, layer));
}

/** Without the members that are not stated. */
function stated(
  members: Readonly<Record<string, JsonValue | undefined>>,
): Readonly<Record<string, JsonValue>> {
  const entries = Object.entries(members).flatMap(([name, value]): [string, JsonValue][] =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(entries);
}

/** Plain data of ours (never of a file) with its keys in snake_case, `undefined` left out. */
function snakeCased(value: PlainObject): Readonly<Record<string, JsonValue>> {
  const entries = Object.entries(value).flatMap(([key, member]): [string, JsonValue][] => {
    if (member === undefined) return [];
    const isObject = typeof member === "object" && member !== null && !Array.isArray(member);
    return [[snakeCase(key), isObject ? snakeCased(member as PlainObject) : (member as JsonValue)]];
  });
  return Object.fromEntries(entries);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

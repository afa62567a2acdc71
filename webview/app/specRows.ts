import { type ModelSpec, type Provenance } from "../../src/core/models/modelSpec.ts";
import { schemeLabel } from "../../src/core/positions/registry.ts";
import type { ModelSnapshot } from "../../src/protocol/contract.ts";
import { formatCount } from "../render/numbers.ts";

/** A fact about the model, where it comes from, and the field that its provenance is kept under. */
export interface SpecRow {
  readonly name: string;
  readonly value: string;
  readonly from: Provenance | undefined;
  /** A sentence in place of a source. */
  readonly why: string;
}

/** What the model is, in the order a reader asks. Facts that no file states are left out. */
export function specRows({
  spec,
  provenance,
}: Pick<ModelSnapshot, "spec" | "provenance">): readonly SpecRow[] {
  if (spec === null) return [];
  const sources = new Map(provenance);
  return factsOf(spec)
    .filter(([, , value]) => value !== "")
    .map(([name, field, value]) => ({
      name,
      value,
      from: sources.get(field),
      why: field === "lengths.trained" ? evidenceOf(spec) : "",
    }));
}

function evidenceOf({ lengths: { evidence, assumed } }: ModelSpec): string {
  return assumed ? `${evidence} (an assumption)` : evidence;
}

type Fact = readonly [name: string, field: string, value: string];

function factsOf(spec: ModelSpec): readonly Fact[] {
  const { lengths } = spec;
  return [
    ["model type", "modelType", spec.modelType],
    ["architecture", "architectures", spec.architectures.join(", ")],
    ["family", "family", spec.family ?? "not one that can be run yet"],
    ["positions", "scheme", schemeLabel(spec.scheme)],
    ...schemeFacts(spec),
    ["trained length", "lengths.trained", count(lengths.trained)],
    ["declared length", "lengths.declared", count(lengths.declared)],
    ["pretrained length", "lengths.pretrained", count(lengths.pretrained)],
    ["extended length", "lengths.extended", count(lengths.extended)],
    ["width", "hiddenSize", count(spec.hiddenSize)],
    ["layers", "layers", count(spec.layers)],
    ["heads", "heads", count(spec.heads)],
    ["key/value heads", "kvHeads", count(spec.kvHeads)],
    ["head size", "headDim", count(spec.headDim)],
    ["MLP width", "intermediateSize", count(spec.intermediateSize)],
    ["vocabulary", "vocabSize", count(spec.vocabSize)],
    ["attention window", "windows", windowsText(spec.windows)],
    ["activation", "hiddenAct", spec.hiddenAct],
    ["norm epsilon", "normEps", String(spec.normEps)],
    ["tied embeddings", "tieWordEmbeddings", spec.tieWordEmbeddings ? "yes" : "no"],
    ["type on disk", "dtype", spec.dtype ?? ""],
    ["quantisation", "quantization", spec.quantization ?? ""],
  ];
}

function schemeFacts({ scheme }: ModelSpec): readonly Fact[] {
  if (scheme.kind === "unknown") return [["why unknown", "scheme", scheme.reason]];
  if (scheme.kind !== "rope") return [["position scheme", "scheme", schemeLabel(scheme)]];
  return [
    ["rotary base", "scheme.base", formatCount(scheme.base)],
    ["rotating dimensions", "scheme.rotaryDim", count(scheme.rotaryDim)],
    ["pairs", "scheme.layout", scheme.layout === "half" ? "i and i + half" : "2i and 2i + 1"],
    ["scaling", "scheme.scaling", scalingText(scheme.scaling)],
  ];
}

function scalingText(scaling: object): string {
  return Object.entries(scaling)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => scalingPart(key, value))
    .join(" · ");
}

function scalingPart(key: string, value: unknown): string {
  if (key === "type") return String(value);
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return Array.isArray(value) ? `${words}: ${value.length} numbers` : `${words} ${String(value)}`;
}

function windowsText(windows: ModelSpec["windows"]): string {
  const kinds = [...new Set(windows)].map((window) => (window === null ? "all" : count(window)));
  return kinds.join(" or ");
}

function count(value: number | undefined): string {
  return value === undefined || value === 0 ? "" : formatCount(value);
}

import { shownText } from "../bytes/shownText.ts";
import type { JsonValue } from "../json/jsonNode.ts";
import type { PositionScheme } from "../positions/positionScheme.ts";
import type { ConfigFields } from "./configFields.ts";
import { readRope, type RopeReading } from "./ropeParameters.ts";
import type { SpecFields } from "./specFields.ts";

export interface SchemeFacts {
  readonly headDim: number;
  readonly maxPositions: number | undefined;
  readonly modelType: string;
}

export interface SchemeReading {
  readonly scheme: PositionScheme;
  readonly finetuned: boolean;
  /** Taken from keys of a type that is not known. */
  readonly guessed: boolean;
  /** As the reference standardises them; `null` = one block per kind of layer; `undefined` = no rotation. */
  readonly parameters: Readonly<Record<string, JsonValue>> | null | undefined;
}

/** The position scheme: a rotation for the types that are known, a guess from the keys of the others. */
export function readScheme(
  fields: ConfigFields,
  spec: SpecFields,
  facts: SchemeFacts,
): SchemeReading {
  const rope = readRope(fields, facts.maxPositions);
  const isKnown = spec.type !== undefined;
  if (!isKnown && !rope.stated) {
    const what =
      facts.modelType === "" ? "no model_type" : `the model_type ${shownText(facts.modelType)}`;
    return unknown(`the config has ${what} and no key of a rotation`, undefined);
  }
  if (rope.parameters === null) {
    return unknown("the rotation differs by kind of layer", null);
  }
  if (!isKnown) reportGuess(fields);
  for (const [field, from] of rope.provenance) spec.provenance.set(field, from);
  const base = baseOf(rope, spec);
  return {
    scheme: {
      kind: "rope",
      base,
      rotaryDim: rotaryDimOf(fields, rope, { headDim: facts.headDim, spec }),
      layout: "half",
      scaling: rope.scaling,
      maxPositions: facts.maxPositions,
    },
    finetuned: rope.finetuned,
    guessed: !isKnown,
    parameters: { ...rope.parameters, rope_theta: base },
  };
}

function unknown(reason: string, parameters: null | undefined): SchemeReading {
  return { scheme: { kind: "unknown", reason }, finetuned: false, guessed: false, parameters };
}

function reportGuess(fields: ConfigFields): void {
  fields.problems.add(
    "guessed-scheme",
    "warning",
    "has keys of a rotation, so rotary embedding in halves is shown; that is a guess, since the model type is not known",
    { key: "model_type" },
  );
}

/** 10 000 is what Su et al. (2021) chose and what nearly every class falls back to. */
const usualBase = 10000;

function baseOf(rope: RopeReading, spec: SpecFields): number {
  if (rope.base !== undefined) return rope.base;
  if (spec.type === undefined) {
    return spec.derive("scheme.base", usualBase, "the usual base, since no rope_theta is stated");
  }
  return spec.settle("scheme.base", { kind: "absent" }, spec.type.ropeTheta);
}

function rotaryDimOf(
  fields: ConfigFields,
  rope: RopeReading,
  { headDim, spec }: { readonly headDim: number; readonly spec: SpecFields },
): number {
  const fraction = rope.partialRotaryFactor;
  const rotaryDim =
    fraction === undefined || fraction > 1
      ? spec.derive("scheme.rotaryDim", headDim, "head_dim")
      : Math.floor(headDim * fraction);
  if (rotaryDim % 2 !== 0) {
    const message = `${rotaryDim} dimensions of a head would rotate; a rotation turns pairs`;
    fields.report("odd-rotation", message, fields.has("head_dim") ? "head_dim" : "hidden_size");
  }
  return rotaryDim;
}

import { shownText } from "../bytes/shownText.ts";
import type { PositionScheme, RopeScheme } from "../positions/positionScheme.ts";
import { attendingLayers, layerTypes } from "./classes/describeLayers.ts";
import type { ConfigObject } from "./classes/configObject.ts";
import { classScheme } from "./classScheme.ts";
import type { ConfigFields } from "./configFields.ts";
import type { LayerSchemes } from "./modelSpec.ts";
import { readRope, type RopeBlock, type RopeReading } from "./ropeParameters.ts";
import type { SpecFields } from "./specFields.ts";

export interface SchemeFacts {
  readonly headDim: number;
  readonly maxPositions: number | undefined;
  readonly modelType: string;
  readonly object: ConfigObject;
}

export interface SchemeReading {
  readonly scheme: PositionScheme;
  readonly layerSchemes: LayerSchemes | undefined;
  readonly finetuned: boolean;
  /** Taken from keys of a type that is not known. */
  readonly guessed: boolean;
}

/** The position scheme: that of the class for the types that are known, a guess from the keys of the others. */
export function readScheme(
  fields: ConfigFields,
  spec: SpecFields,
  facts: SchemeFacts,
): SchemeReading {
  const { object, modelType } = facts;
  const isKnown = spec.type !== undefined;
  const rope = readRope(fields, object, facts.maxPositions);
  const other = isKnown ? classScheme(object, facts.maxPositions) : undefined;
  if (other !== undefined) return plainReading(other);
  if (!isKnown && !rope.stated) {
    const what = modelType === "" ? "no model_type" : `the model_type ${shownText(modelType)}`;
    return plainReading(unknown(`the config has ${what} and no key of a rotation`));
  }
  const main = rope.blocks.find(({ label }) => label === "full_attention") ?? rope.blocks[0];
  if (main === undefined) return plainReading(unknown(noScheme(object)));
  if (!isKnown) reportGuess(fields);
  for (const [field, from] of rope.provenance) spec.provenance.set(field, from);
  const scheme = ropeScheme({ ...main, base: baseOf(main, spec) }, facts);
  if (!spec.provenance.has("scheme.rotaryDim") && scheme.rotaryDim === facts.headDim) {
    spec.derive("scheme.rotaryDim", scheme.rotaryDim, "head_dim");
  }
  reportOdd(fields, scheme);
  const layerSchemes = schemesByLayer(rope, scheme, facts);
  return { scheme, layerSchemes, finetuned: main.finetuned, guessed: !isKnown };
}

function plainReading(scheme: PositionScheme): SchemeReading {
  return { scheme, layerSchemes: undefined, finetuned: false, guessed: false };
}

function unknown(reason: string): PositionScheme {
  return { kind: "unknown", reason };
}

function noScheme(object: ConfigObject): string {
  return Object.keys(object.facts?.p ?? {}).length > 0
    ? "the positions are those of the parts of this model, of which none could be read"
    : `how ${shownText(object.modelType)} knows positions is not known here`;
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

function baseOf(block: RopeBlock, spec: SpecFields): number {
  if (block.base !== undefined) {
    if (spec.provenance.has("scheme.base")) return block.base;
    return spec.type === undefined
      ? spec.derive("scheme.base", block.base, "the usual base, since no rope_theta is stated")
      : spec.settle("scheme.base", { kind: "absent" }, block.base);
  }
  return spec.derive("scheme.base", usualBase, "the usual base, since no rope_theta is stated");
}

function ropeScheme(block: RopeBlock, facts: SchemeFacts): RopeScheme {
  return {
    kind: "rope",
    base: block.base ?? usualBase,
    rotaryDim: block.rotaryDim ?? facts.headDim,
    layout: layoutOf(facts.object),
    scaling: block.scaling,
    maxPositions: facts.maxPositions,
  };
}

/** Whether neighbours form a pair is a property of the class, which some let the config decide. */
function layoutOf(object: ConfigObject): RopeScheme["layout"] {
  const rule = object.facts?.i;
  const interleaved = rule === 1 || (rule === 2 && object.get("rope_interleave") !== false);
  return interleaved ? "interleaved" : "half";
}

function reportOdd(fields: ConfigFields, { rotaryDim }: RopeScheme): void {
  if (rotaryDim % 2 === 0) return;
  const message = `${rotaryDim} dimensions of a head would rotate; a rotation turns pairs`;
  fields.report("odd-rotation", message, fields.has("head_dim") ? "head_dim" : "hidden_size");
}

/** What each layer uses, where they differ. */
function schemesByLayer(
  rope: RopeReading,
  main: RopeScheme,
  facts: SchemeFacts,
): LayerSchemes | undefined {
  const { object } = facts;
  const types = layerTypes(object);
  const attending = attendingLayers(object, types);
  const condition = object.facts?.y;
  const schemes: PositionScheme[] = [main];
  const ofLayer = Array.from({ length: object.layers() }, (_, layer): number | null => {
    if (attending !== undefined && !attending.includes(layer)) return null;
    if (condition !== undefined && !object.evaluate(condition, layer)) return null;
    if (rope.blocks.length === 1 && rope.blocks[0]?.label === "") return 0;
    const block = rope.blocks.find(({ label }) => label === types?.[layer]);
    return block === undefined ? null : indexOf(schemes, ropeScheme(block, facts));
  });
  return ofLayer.every((index) => index === 0) ? undefined : { schemes, ofLayer };
}

/** The place of an equal scheme in the list, which gets it where it is new. */
function indexOf(schemes: PositionScheme[], scheme: PositionScheme): number {
  const text = JSON.stringify(scheme);
  const index = schemes.findIndex((other) => JSON.stringify(other) === text);
  return index >= 0 ? index : schemes.push(scheme) - 1;
}

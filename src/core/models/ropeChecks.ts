import type { ClassFacts } from "./classes/classFacts.ts";
import { asRecord, type ConfigObject, type ConfigValues } from "./classes/configObject.ts";
import type { RopeScaling } from "../positions/scaling/ropeScaling.ts";
import type { ConfigFields } from "./configFields.ts";

export interface RopeCheck {
  readonly fields: ConfigFields;
  readonly config: ConfigFields;
  readonly object: ConfigObject;
  readonly standard: ConfigValues;
  readonly rotaryDim: number | undefined;
  readonly scaling: RopeScaling;
}

/** What the class refuses in a set of parameters that reads well: its own limits and those of its formulas. */
export function checkRopeBlock(check: RopeCheck): void {
  checkBase(check);
  checkLists(check);
  checkType(check);
  checkHead(check);
}

/**
 * A class with parameters per kind of layer finds nothing in one set for all.
 * Source: transformers 5.23, whose rotary module then fails with the name of the kind.
 */
export function checkRopeLabels(
  config: ConfigFields,
  { facts, modelType }: ConfigObject,
  blockName: string | undefined,
): void {
  const kinds = facts?.r?.v === "none" ? nestedKinds(facts) : [];
  if (blockName === undefined || kinds.length === 0) return;
  const message = `${blockName} has one set of parameters, ${modelType} needs one for each of ${kinds.join(", ")}`;
  config.report("missing-key", message, blockName);
}

function nestedKinds(facts: ClassFacts): readonly string[] {
  return Object.entries(facts.r?.n ?? {}).flatMap(([kind, value]) =>
    value === null || asRecord(value) !== undefined ? [kind] : [],
  );
}

function checkBase({ config, standard }: RopeCheck): void {
  const base = ["local_rope_theta", "global_rope_theta", "rope_local_base_freq"].find(
    (name) => config.node(name)?.type === "null",
  );
  if (base === undefined || standard["rope_theta"] === undefined) return;
  config.report("bad-value", `${base} is null; a rotation needs a base above 0`, base);
}

/** Phi-3 refuses lists that do not fit the pairs; for others they fail in the first layer. */
function checkLists({ fields, rotaryDim, scaling }: RopeCheck): void {
  if (scaling.type !== "longrope" || rotaryDim === undefined) return;
  const pairs = Math.ceil(rotaryDim / 2);
  for (const [name, list] of [
    ["short_factor", scaling.shortFactor],
    ["long_factor", scaling.longFactor],
  ] as const) {
    if (list.length === pairs) continue;
    const message = `${name} has ${list.length} entries, this rotation has ${pairs} pairs`;
    fields.report("bad-shape", message, name);
  }
}

function checkType({ fields, object, standard }: RopeCheck): void {
  const type = standard["rope_type"];
  if (object.facts?.r?.v !== "phi3" || type === "default" || type === "longrope") return;
  const message = `the class of ${object.modelType} takes no scaling but longrope`;
  fields.report("bad-value", message, fields.has("rope_type") ? "rope_type" : "type");
}

/** These formulas of transformers do not fall back where a class has a head_dim that is null. */
const needHead: ReadonlySet<unknown> = new Set(["dynamic", "yarn", "longrope"]);

function checkHead({ fields, object, standard }: RopeCheck): void {
  if (!needHead.has(standard["rope_type"]) || object.get("head_dim") !== null) return;
  const message = `head_dim is not stated, and this scaling of ${object.modelType} computes with it in transformers 5`;
  fields.report("missing-key", message, fields.has("rope_type") ? "rope_type" : "type");
}

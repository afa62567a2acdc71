import type { Node } from "jsonc-parser";
import { memberOf, membersOf, spanOfNode, type JsonMember } from "../json/jsonNode.ts";
import { quotedText } from "../text/quotedText.ts";
import type { Finding, Fix } from "./finding.ts";
import { maxFindings } from "./limits.ts";
import { nearestName } from "./nearestName.ts";
import { ropeBlockKeys, topLevelRopeKeys } from "./ropeKeys.ts";
import type { JsonRule } from "./rule.ts";

/** A position key that nobody reads: most often a slip, and the model runs on with the default. */
export const unknownRopeKey: JsonRule = {
  id: "PL102",
  name: "unknown-rope-key",
  defaultSeverity: "warning",
  summary: "A key of the rotation is not one that transformers reads.",
  reads: "json",
  documents: ["config.json"],
  check: ({ file, tree }) =>
    configsIn(tree)
      .flatMap((config) => checkConfig(config, file))
      .slice(0, maxFindings)
      .map((draft) => draft()),
};

/** A finding that is not written yet: looking for the nearest name is the dear part, so it waits for the limit. */
type Draft = () => Finding;

/** The config and the ones inside it that describe parts of a composite model ("text_config"). */
function configsIn(tree: Node): Node[] {
  const parts = membersOf(tree).filter(
    ({ name, value }) => name.endsWith("_config") && value.type === "object",
  );
  return [tree, ...parts.map((part) => part.value)];
}

function checkConfig(config: Node, file: string): Draft[] {
  const members = membersOf(config);
  const free = freeNames(topLevelRopeKeys, members);
  return members.flatMap((member) => {
    if (blockNames.has(member.name)) return checkBlock(member, file);
    if (!/^rope/i.test(member.name) || topLevelRopeKeys.includes(member.name)) return [];
    return [() => unknownKey(member, "this config", free, file)];
  });
}

const blockNames: ReadonlySet<string> = new Set(["rope_scaling", "rope_parameters"]);

/** One block, or one per layer type: then every value is a block of its own, or null for layers without rotation. */
function checkBlock(block: JsonMember, file: string): Draft[] {
  const members = membersOf(block.value);
  const isPerLayerType =
    members.some(({ value }) => value.type === "object") &&
    members.every(({ value }) => value.type === "object" || value.type === "null");
  return isPerLayerType
    ? members.flatMap((layers) => checkKeys(layers.value, block.name, file))
    : checkKeys(block.value, block.name, file);
}

function checkKeys(block: Node, blockName: string, file: string): Draft[] {
  const ropeType = ropeTypeOf(block);
  const { read, known } = ropeBlockKeys(ropeType);
  const members = membersOf(block);
  const free = freeNames(read, members);
  return members.flatMap((member) => {
    if (read.includes(member.name)) return [];
    return known.includes(member.name)
      ? [() => unreadKey(member, blockName, ropeType ?? "", file)]
      : [() => unknownKey(member, blockName, free, file)];
  });
}

/** `rope_type` wins over the older `type`, as in the reference. */
function ropeTypeOf(block: Node): string | undefined {
  const value: unknown = (memberOf(block, "rope_type") ?? memberOf(block, "type"))?.value;
  return typeof value === "string" ? value : undefined;
}

/** A name that stands there already would only make a duplicate key. */
function freeNames(names: readonly string[], members: readonly JsonMember[]): readonly string[] {
  const taken = new Set(members.map(({ name }) => name));
  return names.filter((name) => !taken.has(name));
}

function unknownKey(
  member: JsonMember,
  where: string,
  names: readonly string[],
  file: string,
): Finding {
  const nearest = nearestName(member.name, names);
  const meant =
    nearest === undefined
      ? "no key that is read comes near it"
      : `the nearest key that is read is ${nearest}`;
  return {
    ...base(member, file),
    severity: "warning",
    message: `${quotedText(member.name)} in ${where} is no key of a rotation, so it has no effect; ${meant}.`,
    fixes: nearest === undefined ? [] : [renameFix(member, nearest)],
  };
}

function unreadKey(member: JsonMember, where: string, ropeType: string, file: string): Finding {
  return {
    ...base(member, file),
    severity: "information",
    message: `${member.name} in ${where} has no effect: a rotation of type ${quotedText(ropeType)} does not read it.`,
    fixes: [],
  };
}

function base(member: JsonMember, file: string): Omit<Finding, "severity" | "message" | "fixes"> {
  return {
    rule: unknownRopeKey.id,
    name: unknownRopeKey.name,
    engine: "transformers",
    file,
    span: spanOfNode(member.nameNode),
    related: [],
  };
}

function renameFix(member: JsonMember, name: string): Fix {
  return {
    title: `Rename to ${name}`,
    edits: [{ span: spanOfNode(member.nameNode), newText: JSON.stringify(name) }],
    preferred: true,
  };
}

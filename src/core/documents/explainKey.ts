import type { Node } from "jsonc-parser";
import { FormatError } from "../errors.ts";
import { membersOf, spanOfNode, toJsonValue, type JsonMember } from "../json/jsonNode.ts";
import type { ConfigReading } from "../models/configReading.ts";
import type { RopeScheme } from "../positions/positionScheme.ts";
import { wavelengths } from "../positions/wavelengths.ts";
import type { TextSpan } from "../problem.ts";
import { engineLines } from "./explanations/engineLines.ts";
import type { KeyText } from "./explanations/keyExplanation.ts";
import { explanationOf, type KeyPlace } from "./explanations/keyTables.ts";

/** What a hover shows. Everything is plain text: whoever draws it escapes it. */
export interface KeyHelp {
  /** The key or the value that the pointer is on. */
  readonly span: TextSpan;
  readonly key: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** "wavelengths": the chart of `wavelengthChart` belongs to it, and can be drawn. */
  readonly chart: "wavelengths" | undefined;
}

/**
 * What the key at this offset (UTF-16 units) does to this model, with its numbers; `undefined` where the offset
 * is not on a position key or its value.
 */
export function explainKey(reading: ConfigReading, offset: number): KeyHelp | undefined {
  const found = memberAt(reading.tree, offset, "config");
  if (found === undefined) return undefined;
  const { member, node, place } = found;
  const explanation = explanationOf(member.name, place);
  if (explanation === undefined) return undefined;
  const { spec } = reading;
  const value = toJsonValue(member.value);
  const help = (text: KeyText, chart: KeyHelp["chart"]): KeyHelp => ({
    span: spanOfNode(node),
    key: member.name,
    title: text.title,
    paragraphs: [...text.paragraphs, ...engineLines(member.name, reading)],
    chart,
  });
  if (explanation.needs === "nothing") {
    return help(explanation.explain({ spec, value }), explanation.chart);
  }
  const rope = spec.scheme;
  if (rope.kind !== "rope") return undefined;
  const chart = canBeDrawn(rope) ? explanation.chart : undefined;
  return help(explanation.explain({ spec, rope, value }), chart);
}

interface Place {
  readonly member: JsonMember;
  /** The key's node or the value's. */
  readonly node: Node;
  readonly place: KeyPlace;
}

/** The innermost member whose key, or whose value that is no object, covers the offset. */
function memberAt(object: Node, offset: number, place: KeyPlace): Place | undefined {
  const member = membersOf(object).find(
    ({ nameNode, value }) => offset >= nameNode.offset && offset < value.offset + value.length,
  );
  if (member === undefined) return undefined;
  const { name, nameNode, value } = member;
  if (covers(nameNode, offset)) return { member, node: nameNode, place };
  if (!covers(value, offset)) return undefined;
  if (value.type !== "object") return { member, node: value, place };
  return memberAt(value, offset, ropeBlocks.has(name) ? "rope-block" : place);
}

const ropeBlocks: ReadonlySet<string> = new Set(["rope_scaling", "rope_parameters"]);

function covers(node: Node, offset: number): boolean {
  return offset >= node.offset && offset < node.offset + node.length;
}

/** A hostile block has text to say why it has no frequencies, but no picture. */
function canBeDrawn(rope: RopeScheme): boolean {
  try {
    return wavelengths(rope, rope.maxPositions ?? 1).length > 0;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

import type { Node } from "jsonc-parser";
import type { TextSpan } from "../problem.ts";

export interface JsonMember {
  readonly name: string;
  readonly nameNode: Node;
  readonly value: Node;
}

/** Members of an object in file order; none where the node is no object. */
export function membersOf(node: Node | undefined): readonly JsonMember[] {
  if (node?.type !== "object") return [];
  return (node.children ?? []).flatMap((property) => {
    const [nameNode, value] = property.children ?? [];
    return nameNode === undefined || value === undefined
      ? []
      : [{ name: String(nameNode.value), nameNode, value }];
  });
}

/** The value under a name. Compares names, so no name finds anything of JavaScript's own. */
export function memberOf(node: Node | undefined, name: string): Node | undefined {
  return membersOf(node).find((member) => member.name === name)?.value;
}

export function spanOfNode(node: Node): TextSpan {
  return { offset: node.offset, length: node.length };
}

/** A value that crosses to JSON and back unchanged. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * The node as a plain value. The parser bounds its depth, so this recursion ends. Numbers that JSON does not have
 * become null; a member named `__proto__` becomes an ordinary own property.
 */
export function toJsonValue(node: Node): JsonValue {
  const value: unknown = node.value;
  switch (node.type) {
    case "object":
      return Object.fromEntries(
        membersOf(node).map((member) => [member.name, toJsonValue(member.value)]),
      );
    case "array":
      return (node.children ?? []).map(toJsonValue);
    default:
      return isScalar(value) ? value : null;
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "number"
    ? Number.isFinite(value)
    : typeof value === "string" || typeof value === "boolean";
}

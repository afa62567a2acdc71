import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";

/** A node of a Python tree with the text that it is of. */
export interface PythonNode {
  readonly name: string;
  readonly text: string;
  readonly children: readonly PythonNode[];
}

/** The tree of a definition; a text with mistakes gives a tree with nodes named "⚠", which nobody reads. */
export function parsePython(text: string): PythonNode {
  return toNode(parser.parse(text).topNode, text);
}

function toNode(node: SyntaxNode, text: string): PythonNode {
  let children: readonly PythonNode[] | undefined;
  return {
    name: node.name,
    get text() {
      return text.slice(node.from, node.to);
    },
    // Only what is read is made.
    get children() {
      children ??= childrenOf(node, text);
      return children;
    },
  };
}

function childrenOf(node: SyntaxNode, text: string): PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== "Comment") children.push(toNode(child, text));
  }
  return children;
}

/** Children between commas, brackets and the like left out: each argument of a list as its nodes. */
export function splitAtCommas(children: readonly PythonNode[]): PythonNode[][] {
  const groups: PythonNode[][] = [[]];
  for (const child of children) {
    if (child.name === ",") groups.push([]);
    else if (!brackets.has(child.name)) groups.at(-1)?.push(child);
  }
  return groups.filter((group) => group.length > 0);
}

const brackets: ReadonlySet<string> = new Set(["(", ")", "[", "]"]);

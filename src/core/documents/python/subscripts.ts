import { splitAtCommas, type PythonNode } from "./pythonTree.ts";

/** One place of `x[…, …]`. */
export type Subscript =
  | { readonly type: "all" }
  /** A new axis or the dots, which move nothing. */
  | { readonly type: "shape" }
  | { readonly type: "slice"; readonly from: number; readonly step: number }
  /** A slice with ends that are not read, or that go by less than the whole. */
  | { readonly type: "part"; readonly from: string; readonly to: string }
  | { readonly type: "index"; readonly node: PythonNode };

/** The places between the brackets of a subscript, whose nodes come after the thing itself. */
export function readSubscripts(member: PythonNode): Subscript[] {
  return splitAtCommas(member.children.slice(1)).map(readPlace);
}

function readPlace(nodes: readonly PythonNode[]): Subscript {
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined && first.name !== ":") {
    return isShape(first) ? { type: "shape" } : { type: "index", node: first };
  }
  return sliceOf(nodes.map(({ text }) => text));
}

function sliceOf(texts: readonly string[]): Subscript {
  const [from = "", to = "", step = "1"] = splitAtColons(texts);
  const isWhole = to === "" && /^\d*$/.test(from) && /^[1-9]\d*$/.test(step);
  if (!isWhole) return { type: "part", from, to };
  const slice = { from: Number(from), step: Number(step) };
  return slice.from === 0 && slice.step === 1 ? { type: "all" } : { type: "slice", ...slice };
}

function isShape({ name, text }: PythonNode): boolean {
  return name === "Ellipsis" || name === "None" || text.endsWith("newaxis");
}

function splitAtColons(texts: readonly string[]): string[] {
  const parts: string[][] = [[]];
  for (const text of texts) {
    if (text === ":") parts.push([]);
    else parts.at(-1)?.push(text);
  }
  return parts.map((part, index) => (index === 2 && part.length === 0 ? "1" : part.join("")));
}

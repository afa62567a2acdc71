import { globalName, type PickleValue } from "./pickleValue.ts";

/**
 * A value as Python's `str` prints it, for names: keys of dictionaries need not be texts.
 * Tuples are printed to a bounded depth; what has no text is shown by its kind.
 */
export function pythonText(value: PickleValue): string {
  return typeof value === "string" ? value : representation(value, 0);
}

const DEPTH = 4;
const ITEMS = 16;

function representation(value: PickleValue, depth: number): string {
  if (value === null) return "None";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return numberText(value);
  if (value.kind !== "tuple") return globalName(value) ?? `<${value.kind}>`;
  if (depth >= DEPTH || value.items.length > ITEMS) return "(…)";
  const items = value.items.map((item) => representation(item, depth + 1));
  return items.length === 1 ? `(${items[0] ?? ""},)` : `(${items.join(", ")})`;
}

function numberText(value: number | bigint): string {
  if (typeof value === "bigint" || Number.isFinite(value)) return value.toString();
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

/** Single quotes, unless the text has them and no double ones. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

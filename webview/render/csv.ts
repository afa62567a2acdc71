import { float32Text } from "../../src/core/tensors/elementTexts.ts";
import type { FigureTable } from "./figure.ts";

/** RFC 4180: commas, CRLF, quotes doubled. Numbers are written so that reading them gives the same float32. */
export function toCsv({ columns, rows }: FigureTable): string {
  const lines = [columns.map(field).join(",")];
  for (const row of rows) lines.push(row.map(field).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function field(value: string | number): string {
  if (typeof value === "number") return float32Text(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

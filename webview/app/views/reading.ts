import { type Cell, valueAt } from "../../render/matrix.ts";
import { formatFixed } from "../../render/numbers.ts";
import type { AttentionMatrices } from "../matrices.ts";

/** The values under the crosshair, field by field, so that they stand still while it moves. */
export function readingFields(
  matrices: AttentionMatrices,
  cell: Cell | null,
): readonly (readonly [name: string, value: string])[] {
  const label = (index: number): string => `${index} ${matrices.with.rowLabels[index] ?? ""}`;
  const value = (name: keyof AttentionMatrices): string => {
    const found = cell === null ? undefined : valueAt(matrices[name], cell.row, cell.col);
    return found === undefined ? "–" : formatFixed(found, 4);
  };
  const isSeen = cell !== null && valueAt(matrices.with, cell.row, cell.col) !== undefined;
  return [
    ["query", cell === null ? "–" : label(cell.row)],
    ["key", cell === null ? "–" : label(cell.col)],
    ["distance", isSeen ? String(cell.row - cell.col) : "–"],
    ["with", value("with")],
    ["without", value("without")],
    ["difference", value("difference")],
  ];
}

/** The same for a screen reader, as one sentence. */
export function readingSentence(matrices: AttentionMatrices, cell: Cell): string {
  if (valueAt(matrices.with, cell.row, cell.col) === undefined) {
    return `query ${cell.row}, key ${cell.col}: not visible to this query`;
  }
  return readingFields(matrices, cell)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

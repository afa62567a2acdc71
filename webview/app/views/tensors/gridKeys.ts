import type { TensorRow } from "../../tensors/tensorRows.ts";

export interface GridPlace {
  readonly rows: readonly TensorRow[];
  /** Index of the row that the keyboard is at; −1 before the first key. */
  readonly at: number;
  /** Rows that are in sight. */
  readonly page: number;
}

/** What a key does in a tree grid: goes to a row, or acts on the one it is at. */
export function actOfKey(key: string, place: GridPlace): number | "toggle" | "choose" | undefined {
  return keys.get(key)?.(place);
}

const keys: ReadonlyMap<string, (place: GridPlace) => ReturnType<typeof actOfKey>> = new Map<
  string,
  (place: GridPlace) => ReturnType<typeof actOfKey>
>([
  ["ArrowDown", ({ at }) => at + 1],
  ["ArrowUp", ({ at }) => at - 1],
  ["PageDown", ({ at, page }) => at + page],
  ["PageUp", ({ at, page }) => at - page],
  ["Home", () => 0],
  ["End", ({ rows }) => rows.length - 1],
  ["Enter", () => "choose"],
  [" ", () => "choose"],
  // Right opens or steps in, left closes or steps out, as in every tree.
  ["ArrowRight", ({ rows, at }) => inwards(rows[at], at)],
  ["ArrowLeft", ({ rows, at }) => (rows[at]?.isOpen === true ? "toggle" : parentOf(rows, at))],
]);

function inwards(row: TensorRow | undefined, at: number): number | "toggle" | undefined {
  if (row?.isOpen === undefined) return undefined;
  return row.isOpen ? at + 1 : "toggle";
}

function parentOf(rows: readonly TensorRow[], at: number): number | undefined {
  const level = rows[at]?.level ?? 1;
  for (let index = at - 1; index >= 0; index--) {
    if ((rows[index]?.level ?? 1) < level) return index;
  }
  return undefined;
}

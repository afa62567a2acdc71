import { SIZE_LIMIT } from "../../../bytes/limits.ts";
import { wholeKind, type FieldKind } from "../../../models/configFields.ts";

/** Values that share a scale. */
export const groupSizeKind: FieldKind<number> = {
  wanted: `-1 or a whole number from 1 to ${SIZE_LIMIT}`,
  take: (value) => (value === -1 ? value : wholeKind(1, SIZE_LIMIT).take(value)),
};

/** Sides of a block. */
export const blockKind: FieldKind<readonly [number, number]> = {
  wanted: `two whole numbers from 1 to ${SIZE_LIMIT}`,
  take: (value) => {
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [rows, columns] = value.map((side) => wholeKind(1, SIZE_LIMIT).take(side));
    return rows === undefined || columns === undefined ? undefined : [rows, columns];
  },
};

/** One of a few whole numbers. */
export function oneOfKind(allowed: readonly number[]): FieldKind<number> {
  return {
    wanted: `one of ${allowed.join(", ")}`,
    take: (value) => allowed.find((number) => number === value),
  };
}

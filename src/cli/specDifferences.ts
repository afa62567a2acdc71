import type { SpecJson } from "../core/models/toJson.ts";
import { printable } from "./printable.ts";
import { shortened } from "./shortened.ts";
import { specFields } from "./specFields.ts";
import { table } from "./table.ts";

export interface SpecDifference {
  /** Dotted, as `specFields` names it. */
  readonly field: string;
  /** JSON of the value; `null` where the side does not state it. */
  readonly left: string | null;
  readonly right: string | null;
}

/** The fields of two specs that are not the same, in the order of the left one. */
export function specDifferences(left: SpecJson, right: SpecJson): SpecDifference[] {
  const [a, b] = [specFields(left), specFields(right)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((field) => ({ field, left: a.get(field) ?? null, right: b.get(field) ?? null }))
    .filter((difference) => difference.left !== difference.right);
}

/** For people: a line per field. */
export function differenceText(differences: readonly SpecDifference[]): string {
  if (differences.length === 0) return "Both say the same.";
  return table(
    differences.map(({ field, left, right }) => [
      printable(field),
      printable(shortened(left ?? "–")),
      "→",
      printable(shortened(right ?? "–")),
    ]),
  );
}

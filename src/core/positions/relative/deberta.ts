import { FormatError } from "../../errors.ts";
import type { PositionKind } from "../positionKind.ts";
import type { DebertaScheme } from "./relativeSchemes.ts";

/**
 * Disentangled attention (He et al. 2021, arXiv 2006.03654; v3 arXiv 2111.09543). The terms depend on content; what a
 * scheme alone can say is which row of the relative table a pair reads: `debertaRelative`.
 */
export const deberta: PositionKind<DebertaScheme> = {
  kind: "deberta",
  label: ({ buckets, maxRelative }) =>
    buckets > 0 ? `DeBERTa · ${buckets} log buckets` : `DeBERTa · clamped at ${maxRelative}`,
  vectors: () => undefined,
  bare: {
    title: "Disentangled relative positions (He et al. 2021)",
    parameters: [
      {
        name: "position_buckets",
        type: "integer",
        min: 0,
        max: 65_536,
        default: 256,
        means: "Rows of each direction, log-spaced beyond a half; 0 for v1, which has none.",
      },
      {
        name: "max_relative_positions",
        type: "integer",
        min: 2,
        max: 16_777_216,
        default: 512,
        means: "Farthest distance in tokens.",
      },
    ],
    create: (values) => {
      const buckets = Number(values.get("position_buckets"));
      const maxRelative = Number(values.get("max_relative_positions"));
      if (buckets === 1 || (buckets > 0 && maxRelative - 1 <= Math.floor(buckets / 2))) {
        throw new FormatError(
          "bad-value",
          `position_buckets is ${buckets}, from 2 to below 2 × (max_relative_positions − 1) = ${2 * (maxRelative - 1)} is allowed`,
        );
      }
      return { kind: "deberta", buckets, maxRelative };
    },
  },
  beyond: () => "farther distances share the last row of the table; nothing fails",
};

/**
 * The relative position of a pair, query − key, log-spaced beyond half of the buckets; negative for later keys. The
 * table's row is this plus the span, clamped to the table.
 * Rounded to float32 where the library is; its matrices come from this for every pair.
 *
 * Source: make_log_bucket_position and build_relative_position of transformers.
 */
export function debertaRelative(
  { buckets, maxRelative }: DebertaScheme,
  query: number,
  key: number,
): number {
  const relative = query - key;
  if (buckets <= 0) return relative;
  const middle = Math.floor(buckets / 2);
  const distance = Math.abs(relative) < middle ? middle - 1 : Math.abs(relative);
  if (distance <= middle) return relative;
  const { fround } = Math;
  const ratio = fround(Math.log(fround(distance / middle)));
  const share = fround(ratio / fround(Math.log(fround((maxRelative - 1) / middle))));
  return (Math.ceil(fround(share * (middle - 1))) + middle) * Math.sign(relative);
}

import { FormatError } from "../../errors.ts";
import type { PositionKind } from "../positionKind.ts";
import { biasTable, learnedTable } from "./biasTable.ts";
import type { T5Scheme } from "./relativeSchemes.ts";

/**
 * Relative buckets (Raffel et al. 2020, arXiv 1910.10683). MPNet and LayoutLMv2 have the bidirectional form.
 * The bias is added to scores that are *not* divided by √d in T5.
 */
export const t5: PositionKind<T5Scheme> = {
  kind: "t5",
  label: ({ buckets, maxDistance }) => `T5 buckets · ${buckets} to distance ${maxDistance}`,
  vectors: () => undefined,
  tables: ({ buckets }, heads) => [{ name: TABLE, shape: [buckets, heads] }],
  bias: (scheme, request) => {
    const { heads } = request;
    const table = learnedTable(request, TABLE, [scheme.buckets, heads]);
    const formula =
      "b_h[bucket(j − i)], buckets exact up to a half and then by the logarithm (Raffel et al. 2020)";
    return biasTable(
      request,
      formula,
      (head, query, key) => table[t5Bucket(scheme, key - query) * heads + head] ?? NaN,
    );
  },
  bare: {
    title: "T5 relative buckets (Raffel et al. 2020)",
    parameters: [
      {
        name: "relative_attention_num_buckets",
        type: "integer",
        min: 2,
        max: 65_536,
        default: 32,
        means: "Buckets, in both directions together.",
      },
      {
        name: "relative_attention_max_distance",
        type: "integer",
        min: 2,
        max: 16_777_216,
        default: 128,
        means: "Distance in tokens from which on all share the last bucket.",
      },
      {
        name: "direction",
        type: "choice",
        choices: ["causal", "bidirectional"],
        default: "bidirectional",
        means:
          "Encoders have half of the buckets for each direction, decoders none for later keys.",
      },
    ],
    create: (values) => {
      const buckets = Number(values.get("relative_attention_num_buckets"));
      const maxDistance = Number(values.get("relative_attention_max_distance"));
      const direction = values.get("direction") as T5Scheme["direction"];
      const exact = exactBuckets({ kind: "t5", buckets, maxDistance, direction });
      if (exact < 1 || maxDistance <= exact) {
        throw new FormatError(
          "bad-value",
          `relative_attention_max_distance is ${maxDistance}, more than the ${exact} distances with a bucket of their own are allowed`,
        );
      }
      return { kind: "t5", buckets, maxDistance, direction };
    },
  },
  beyond: ({ maxDistance }) =>
    `all keys ${maxDistance} tokens away and farther share one bucket, so they cannot be told apart; nothing fails`,
};

const TABLE = "relative_attention_bias";

/** Distances of one direction that have a bucket each. */
function exactBuckets({ buckets, direction }: T5Scheme): number {
  return Math.floor((direction === "causal" ? buckets : Math.floor(buckets / 2)) / 2);
}

/**
 * The bucket of a relative position, key − query. Rounded to float32 where the library is, since the logarithm's
 * last bit decides at the edges.
 *
 * Source: T5Attention._relative_position_bucket of transformers.
 */
export function t5Bucket(scheme: T5Scheme, relative: number): number {
  const { buckets, maxDistance, direction } = scheme;
  const one = direction === "causal" ? buckets : Math.floor(buckets / 2);
  const base = direction === "bidirectional" && relative > 0 ? one : 0;
  const distance = direction === "causal" ? Math.max(0, -relative) : Math.abs(relative);
  const exact = exactBuckets(scheme);
  if (distance < exact) return base + distance;
  const { fround } = Math;
  const ratio = fround(Math.log(fround(distance / exact)));
  const share = fround(ratio / fround(Math.log(maxDistance / exact)));
  return base + Math.min(exact + Math.trunc(fround(share * (one - exact))), one - 1);
}

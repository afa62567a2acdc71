import type { PositionKind } from "../positionKind.ts";
import type { ShawScheme } from "./relativeSchemes.ts";

/**
 * Relative position representations (Shaw, Uszkoreit, Vaswani 2018, arXiv 1803.02155). What is added depends on the
 * query's content, so there is no bias without one: `shawScores` gives it.
 */
export const shaw: PositionKind<ShawScheme> = {
  kind: "shaw",
  label: ({ clip }) => `Shaw relative · clipped at ${clip}`,
  vectors: () => undefined,
  bare: {
    title: "Relative keys and values (Shaw et al. 2018)",
    parameters: [
      {
        name: "clip",
        type: "integer",
        min: 0,
        max: 1_000_000,
        default: 16,
        means: "Distance in tokens from which on all share a row.",
      },
    ],
    create: (values) => ({ kind: "shaw", clip: Number(values.get("clip")) }),
  },
  beyond: ({ clip }) => `all keys farther than ${clip} tokens share a row; nothing fails`,
};

/** Row of the table of 2·clip + 1 for a key: the clipped key − query, counted from 0. */
export function shawRow({ clip }: ShawScheme, query: number, key: number): number {
  return Math.max(-clip, Math.min(clip, key - query)) + clip;
}

/**
 * The position term of the scores, q_i · a_row(i, j) / √d, [queries, keys] (equation 5).
 * @param q [queries, width]
 * @param table [2·clip + 1, width]
 */
export function shawScores(
  scheme: ShawScheme,
  q: ArrayLike<number>,
  table: ArrayLike<number>,
  size: { readonly queries: number; readonly keys: number; readonly width: number },
): Float64Array {
  const { queries, keys, width } = size;
  const scores = new Float64Array(queries * keys);
  for (let i = 0; i < queries; i++) {
    for (let j = 0; j < keys; j++) {
      const row = shawRow(scheme, i, j) * width;
      let sum = 0;
      for (let axis = 0; axis < width; axis++) {
        sum += (q[i * width + axis] ?? 0) * (table[row + axis] ?? 0);
      }
      scores[i * keys + j] = sum / Math.sqrt(width);
    }
  }
  return scores;
}

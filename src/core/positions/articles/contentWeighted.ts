import type { PositionKind } from "../positionKind.ts";
import type { ContentWeightedScheme } from "./articleSchemes.ts";
import { widthParameter } from "./widthParameter.ts";

/**
 * Content-weighted "relative" encoding: a sum over all other tokens in which no position occurs, so tokens in another
 * order get the same vectors.
 */
export const contentWeighted: PositionKind<ContentWeightedScheme> = {
  kind: "contentWeighted",
  label: () => "Content-weighted",
  vectors: () => undefined,
  bare: {
    title: "Content-weighted relative encoding (of articles)",
    parameters: [widthParameter],
    create: (values) => ({ kind: "contentWeighted", width: Number(values.get("d_model")) }),
  },
  beyond: () => "nothing changes: there is no position in it",
};

/**
 * rpe_i = Σ_{j≠i} α_j · tanh(W·v_j + b), [n, width].
 * @param input v is [n, from], w is [width, from], b is [width], alpha is [n].
 */
export function contentWeightedRows(input: {
  readonly v: readonly (readonly number[])[];
  readonly w: readonly (readonly number[])[];
  readonly b: readonly number[];
  readonly alpha: readonly number[];
}): readonly Float64Array[] {
  const { v, w, b, alpha } = input;
  const terms = v.map((vector, j) =>
    w.map((row, k) => {
      const sum = row.reduce(
        (total, weight, axis) => total + weight * (vector[axis] ?? 0),
        b[k] ?? 0,
      );
      return (alpha[j] ?? 0) * Math.tanh(sum);
    }),
  );
  return v.map((_, i) =>
    Float64Array.from({ length: w.length }, (_, k) =>
      terms.reduce((sum, term, j) => sum + (j === i ? 0 : (term[k] ?? 0)), 0),
    ),
  );
}

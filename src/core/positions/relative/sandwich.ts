import type { PositionKind } from "../positionKind.ts";
import { biasTable } from "./biasTable.ts";
import type { SandwichScheme } from "./relativeSchemes.ts";

/**
 * Sandwich (Chi et al. 2023, arXiv 2212.10356): the inner product of two sinusoidal rows, which depends on their
 * distance alone, divided by a ratio that grows with the head. Sources differ on where i begins and on a constant
 * that is taken off; softmax does not see the constant.
 */
export const sandwich: PositionKind<SandwichScheme> = {
  kind: "sandwich",
  label: ({ dbar }) => `Sandwich · d̄ ${dbar}`,
  vectors: () => undefined,
  bias: (scheme, request) => {
    const inner = new Map<number, number>();
    const formula = "(Σ_i cos((i − j) / 10000^(2i/d̄)) − offset) · H / (8h) (Chi et al. 2023)";
    return biasTable(request, formula, (head, query, key) => {
      const distance = Math.abs(query - key);
      const known = inner.get(distance) ?? sandwichInner(scheme, distance);
      inner.set(distance, known);
      return (known - scheme.offset) / compressionRatio(head, request.heads);
    });
  },
  bare: {
    title: "Sandwich (Chi et al. 2023)",
    parameters: [
      { name: "dbar", type: "integer", min: 2, max: 65_536, default: 128, means: "d̄ of the sum." },
      {
        name: "first_index",
        type: "integer",
        min: 0,
        max: 1,
        default: 0,
        means: "Where i begins.",
      },
      { name: "offset", type: "number", default: 0, means: "Taken off the sum." },
    ],
    create: (values) => ({
      kind: "sandwich",
      dbar: Number(values.get("dbar")),
      firstIndex: Number(values.get("first_index")),
      offset: Number(values.get("offset")),
    }),
  },
  beyond: () => "the bias swings and falls slowly with distance; nothing fails",
};

/** Σ over d̄/2 values of i of cos(distance / 10000^(2i/d̄)). */
export function sandwichInner({ dbar, firstIndex }: SandwichScheme, distance: number): number {
  let sum = 0;
  for (let i = 0; i < Math.floor(dbar / 2); i++) {
    sum += Math.cos(distance / 10000 ** ((2 * (i + firstIndex)) / dbar));
  }
  return sum;
}

/** 8h/H, heads counted from 1. */
export function compressionRatio(head: number, heads: number): number {
  return (8 * (head + 1)) / heads;
}

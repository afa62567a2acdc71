import type { PositionKind } from "../positionKind.ts";
import { biasTable, learnedTable } from "./biasTable.ts";
import type { FireScheme } from "./relativeSchemes.ts";

/**
 * Functional interpolation for relative positions (Li et al. 2023, arXiv 2310.04418): the distance is divided by the
 * query's own position, so the MLP never sees more than 1. Positions count from 0.
 */
export const fire: PositionKind<FireScheme> = {
  kind: "fire",
  label: () => "FIRE",
  vectors: () => undefined,
  tables: ({ hidden }, heads) => [
    { name: "w1", shape: [hidden, 1] },
    { name: "b1", shape: [hidden] },
    { name: "w2", shape: [heads, hidden] },
    { name: "b2", shape: [heads] },
  ],
  bias: (scheme, request) => {
    const { heads } = request;
    const [w1, b1, w2, b2] = (fire.tables?.(scheme, heads) ?? []).map(({ name, shape }) =>
      learnedTable(request, name, shape),
    );
    const layers: FireLayers = { w1: w1 ?? [], b1: b1 ?? [], w2: w2 ?? [], b2: b2 ?? [] };
    const formula = "f_h(ψ(i − j) / ψ(max(L, i))), ψ(x) = ln(c·x + 1) (Li et al. 2023)";
    return biasTable(request, formula, (head, query, key) =>
      // Keys after the query are masked; the paper leaves them without a value.
      key > query ? 0 : fireBias(layers, head, fireInput(scheme, query, key)),
    );
  },
  bare: {
    title: "FIRE (Li et al. 2023)",
    parameters: [
      {
        name: "c",
        type: "number",
        min: 1e-9,
        max: 1e9,
        default: 0.1,
        means: "Scale in the logarithm.",
      },
      { name: "threshold", type: "number", min: 1, max: 1e9, default: 512, means: "L, in tokens." },
      {
        name: "hidden",
        type: "integer",
        min: 1,
        max: 4096,
        default: 32,
        means: "Hidden width of f.",
      },
      {
        name: "form",
        type: "choice",
        choices: ["equation", "listing"],
        default: "equation",
        means: "The listing adds 10^−6 to the denominator.",
      },
    ],
    create: (values) => ({
      kind: "fire",
      c: Number(values.get("c")),
      threshold: Number(values.get("threshold")),
      hidden: Number(values.get("hidden")),
      form: values.get("form") as FireScheme["form"],
    }),
  },
  beyond: () =>
    "distances are divided by the length, so the learned function sees nothing new; nothing fails",
};

/** f = w2·relu(w1·x + b1) + b2. */
export interface FireLayers {
  /** [hidden, 1]. */
  readonly w1: ArrayLike<number>;
  readonly b1: ArrayLike<number>;
  /** [heads, hidden]. */
  readonly w2: ArrayLike<number>;
  readonly b2: ArrayLike<number>;
}

/** What f sees for a key at or before its query: 0 to 1 once the query is past the threshold. */
export function fireInput({ c, threshold, form }: FireScheme, query: number, key: number): number {
  const spread = (x: number): number => Math.log(c * x + 1);
  const eps = form === "listing" ? 1e-6 : 0;
  return spread(query - key) / (spread(Math.max(threshold, query)) + eps);
}

export function fireBias({ w1, b1, w2, b2 }: FireLayers, head: number, input: number): number {
  const hidden = b1.length;
  let sum = 0;
  for (let unit = 0; unit < hidden; unit++) {
    const active = Math.max(0, (w1[unit] ?? 0) * input + (b1[unit] ?? 0));
    sum += (w2[head * hidden + unit] ?? 0) * active;
  }
  return sum + (b2[head] ?? 0);
}

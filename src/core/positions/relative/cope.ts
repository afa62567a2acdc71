import type { PositionKind } from "../positionKind.ts";
import type { CopeScheme } from "./relativeSchemes.ts";

/**
 * Contextual position encoding (Golovneva et al. 2024, arXiv 2405.18719): a key's position is the sum of gates from it
 * to the query, so it depends on content; `copeScores` gives it for a query and its keys.
 */
export const cope: PositionKind<CopeScheme> = {
  kind: "cope",
  label: ({ maxPositions }) => `CoPE · ${maxPositions} positions`,
  vectors: () => undefined,
  bare: {
    title: "Contextual positions (Golovneva et al. 2024)",
    parameters: [
      {
        name: "npos_max",
        type: "integer",
        min: 1,
        max: 1_000_000,
        default: 64,
        means: "Rows of the table.",
      },
      {
        name: "gate",
        type: "choice",
        choices: ["equation", "listing", "repository"],
        default: "listing",
        means:
          "Where the division by √d stands: the paper's equation, its listing, the released code.",
      },
    ],
    create: (values) => ({
      kind: "cope",
      maxPositions: Number(values.get("npos_max")),
      gate: values.get("gate") as CopeScheme["gate"],
    }),
  },
  beyond: ({ maxPositions }) => `positions stop at ${maxPositions - 1}; nothing fails`,
};

export interface CopeScores {
  /** Position of each key as its query counts it, [n, n]; 0 above the diagonal. */
  readonly positions: Float64Array;
  /** q_i · e[position], interpolated between two rows, [n, n]; 0 above the diagonal. */
  readonly bias: Float64Array;
  /** Scores with the bias as the form has them, before the softmax, [n, n]; −Infinity above the diagonal. */
  readonly scores: Float64Array;
}

/**
 * @param input q and k are [n, width], e is [maxPositions, width].
 */
export function copeScores(
  { maxPositions, gate }: CopeScheme,
  input: {
    readonly q: ArrayLike<number>;
    readonly k: ArrayLike<number>;
    readonly e: ArrayLike<number>;
    readonly n: number;
    readonly width: number;
  },
): CopeScores {
  const { q, k, e, n, width } = input;
  const root = Math.sqrt(width);
  const positions = new Float64Array(n * n);
  const bias = new Float64Array(n * n);
  const scores = new Float64Array(n * n).fill(-Infinity);
  for (let i = 0; i < n; i++) {
    const query = { values: q, from: i * width };
    let counted = 0;
    for (let j = i; j >= 0; j--) {
      const content = dot(query, k, j * width, width);
      counted += sigmoid(gate === "equation" ? content : content / root);
      const position = Math.min(counted, maxPositions - 1);
      const low = Math.floor(position);
      const high = Math.ceil(position);
      const share = position - low;
      const below = dot(query, e, low * width, width);
      const added = share * dot(query, e, high * width, width) + (1 - share) * below;
      const at = i * n + j;
      positions[at] = position;
      bias[at] = added;
      if (gate === "equation") scores[at] = content + added;
      else scores[at] = gate === "listing" ? content / root + added : (content + added) / root;
    }
  }
  return { positions, bias, scores };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** q_i · row of a table. */
function dot(
  { values, from }: { readonly values: ArrayLike<number>; readonly from: number },
  table: ArrayLike<number>,
  at: number,
  width: number,
): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (values[from + i] ?? 0) * (table[at + i] ?? 0);
  return sum;
}

import { FormatError } from "../../errors.ts";
import type { LearnedTable, PositionKind } from "../positionKind.ts";
import { biasTable, learnedTable } from "./biasTable.ts";
import type { UntiedScheme } from "./relativeSchemes.ts";

/**
 * The bilinear form of positions (Ke, He, Liu 2021, TUPE, arXiv 2006.15595, equations 7 and 10): position vectors have
 * projections of their own, so a score has a term of two positions alone, (p_i·U^Q)(p_j·U^K)ᵀ / √(2d). Content is
 * divided by √(2d) too in that model. With a class token its row and its column have one learned number a head each.
 * TUPE-R adds the buckets of T5 to it, which are a scheme of their own here.
 */
export const untied: PositionKind<UntiedScheme> = {
  kind: "untied",
  label: ({ rows }) => `Untied positions (TUPE) · ${rows} rows`,
  vectors: () => undefined,
  tables: tablesOf,
  bias: (scheme, request) => {
    const { heads, queries, keys } = request;
    const [p, uq, uk, thetas] = tablesOf(scheme, heads).map(({ name, shape }) =>
      learnedTable(request, name, shape),
    );
    for (const position of [...queries, ...keys]) requireRow(scheme, position);
    const project = projector(scheme, p ?? []);
    const scale = Math.sqrt(2 * scheme.headDim);
    const formula = "(p_i·U_Q)(p_j·U_K)ᵀ / √(2d) (Ke et al. 2021)";
    const projected = (positions: readonly number[], u: ArrayLike<number>): Projected =>
      new Map(
        [...new Set(positions)].map((position) => [
          position,
          Array.from({ length: heads }, (_, head) => project(position, u, head)),
        ]),
      );
    const [q, k] = [projected(queries, uq ?? []), projected(keys, uk ?? [])];
    return biasTable(request, formula, (head, query, key) => {
      if (scheme.classToken === "first" && (query === 0 || key === 0)) {
        return thetas?.[query === 0 ? head : heads + head] ?? NaN;
      }
      const [a, b] = [q.get(query)?.[head], k.get(key)?.[head]];
      return (a?.reduce((sum, value, i) => sum + value * (b?.[i] ?? NaN), 0) ?? NaN) / scale;
    });
  },
  bare: {
    title: "Untied, bilinear positions (Ke et al. 2021, TUPE)",
    parameters: [
      { name: "rows", type: "integer", min: 1, max: 65_536, default: 256, means: "Positions." },
      { name: "d_model", type: "integer", min: 1, max: 8192, default: 64, means: "Width of p." },
      { name: "head_dim", type: "integer", min: 1, max: 1024, default: 16, means: "d of a head." },
      {
        name: "class_token",
        type: "choice",
        choices: ["none", "first"],
        default: "first",
        means: "Whether position 0 is a class token, which is untied from the others.",
      },
    ],
    create: (values) => ({
      kind: "untied",
      rows: Number(values.get("rows")),
      width: Number(values.get("d_model")),
      headDim: Number(values.get("head_dim")),
      classToken: values.get("class_token") as UntiedScheme["classToken"],
    }),
  },
  beyond: ({ rows }) => `the table of positions ends: position ${rows} has no row and fails`,
};

type Projected = ReadonlyMap<number, readonly Float64Array[]>;

function tablesOf(
  { rows, width, headDim, classToken }: UntiedScheme,
  heads: number,
): readonly LearnedTable[] {
  const tables = [
    { name: "p", shape: [rows, width] },
    { name: "u_q", shape: [heads, width, headDim] },
    { name: "u_k", shape: [heads, width, headDim] },
  ];
  return classToken === "first" ? [...tables, { name: "theta", shape: [2, heads] }] : tables;
}

/** p_i·U of a head, [headDim]. */
function projector(
  { width, headDim }: UntiedScheme,
  p: ArrayLike<number>,
): (position: number, u: ArrayLike<number>, head: number) => Float64Array {
  return (position, u, head) => {
    const result = new Float64Array(headDim);
    for (let i = 0; i < width; i++) {
      const value = p[position * width + i] ?? NaN;
      const from = (head * width + i) * headDim;
      for (let j = 0; j < headDim; j++) result[j] = (result[j] ?? 0) + value * (u[from + j] ?? NaN);
    }
    return result;
  };
}

/** @throws FormatError `bad-value` */
function requireRow({ rows }: UntiedScheme, position: number): void {
  if (Number.isInteger(position) && position >= 0 && position < rows) return;
  throw new FormatError(
    "bad-value",
    `position ${position} has no row, whole numbers from 0 to ${rows - 1} are allowed`,
  );
}

import { numberText } from "../../text/numberText.ts";
import { vectorTable } from "../absolute/vectorTable.ts";
import type { PositionKind } from "../positionKind.ts";
import type { QueryScaleScheme } from "./rotarySchemes.ts";

/**
 * Factors on queries (so on scores) that keep attention from flattening as keys become more. n counts the keys that a
 * query sees: its position from 0, plus 1.
 *
 * | form | factor | source |
 * |---|---|---|
 * | logn | ln n / ln L | Su 2021, kexue.fm 8823, there with L = 512 |
 * | lognClamped | max(1, ln n / ln L) | Qwen 1 (`use_logn_attn`), bojone/rerope |
 * | lognNatural | ln n | Chiang and Cholak 2022, arXiv 2202.12172, there n the whole length |
 * | ministral3 | 1 + β·ln(1 + ⌊p/L⌋) | transformers 5.23, Ministral 3 |
 * | llama4 | 1 + β·ln(1 + ⌊(p + 1)/L⌋) | transformers 5.23, layers of Llama 4 without rotation |
 */
export const queryScale: PositionKind<QueryScaleScheme> = {
  kind: "queryScale",
  label: ({ form, length }) =>
    `Query scale · ${form}${form === "lognNatural" ? "" : `, L ${numberText(length)}`}`,
  vectors: (scheme, positions) =>
    vectorTable(positions, 1, `${formulas[scheme.form]}, L = ${scheme.length}`, (position) => [
      queryFactor(scheme, position),
    ]),
  bare: {
    title: "Scale of queries by position (log n, Ministral 3, Llama 4)",
    parameters: [
      {
        name: "form",
        type: "choice",
        choices: ["logn", "lognClamped", "lognNatural", "ministral3", "llama4"],
        default: "lognClamped",
        means: "Whose formula.",
      },
      {
        name: "length",
        type: "integer",
        min: 2,
        max: 2_147_483_647,
        default: 2048,
        means: "L: the length that n is compared with, in tokens.",
      },
      { name: "beta", type: "number", min: 0, max: 1e6, default: 0.1, means: "β of the last two." },
    ],
    create: (values) => ({
      kind: "queryScale",
      form: values.get("form") as QueryScaleScheme["form"],
      length: Number(values.get("length")),
      beta: Number(values.get("beta")),
    }),
  },
  beyond: () => "the factor goes on growing with the logarithm of the position; nothing fails",
};

const formulas: Readonly<Record<QueryScaleScheme["form"], string>> = {
  logn: "ln n / ln L, n = p + 1 (Su 2021)",
  lognClamped: "max(1, ln n / ln L), n = p + 1 (Qwen 1)",
  lognNatural: "ln n, n = p + 1 (Chiang and Cholak 2022)",
  ministral3: "1 + β·ln(1 + ⌊p/L⌋) (Ministral 3)",
  llama4: "1 + β·ln(1 + ⌊(p + 1)/L⌋) (Llama 4)",
};

/** The factor of the query at a position, which counts from 0. */
export function queryFactor({ form, length, beta }: QueryScaleScheme, position: number): number {
  const n = position + 1;
  switch (form) {
    case "logn":
      return Math.log(n) / Math.log(length);
    case "lognClamped":
      return Math.max(1, Math.log(n) / Math.log(length));
    case "lognNatural":
      return Math.log(n);
    case "ministral3":
      return 1 + beta * Math.log(1 + Math.floor(position / length));
    case "llama4":
      return 1 + beta * Math.log(1 + Math.floor(n / length));
  }
}

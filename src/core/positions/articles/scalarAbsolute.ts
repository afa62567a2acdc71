import { vectorTable } from "../absolute/vectorTable.ts";
import type { PositionKind } from "../positionKind.ts";
import { scalarAbsolute as scalarOf, scalarAbsoluteFormula } from "../scalarAbsolute.ts";
import type { ScalarAbsoluteScheme } from "./articleSchemes.ts";
import { widthParameter } from "./widthParameter.ts";

/** One number a position, the same in every dimension; it repeats after d positions. */
export const scalarAbsolute: PositionKind<ScalarAbsoluteScheme> = {
  kind: "scalarAbsolute",
  label: ({ width }) => `Scalar absolute · period ${width}`,
  vectors: ({ width }, positions) =>
    vectorTable(positions, width, scalarAbsoluteFormula, (position) =>
      new Float64Array(width).fill(scalarOf(position, width)),
    ),
  bare: {
    title: "Scalar absolute encoding (of articles)",
    parameters: [widthParameter],
    create: (values) => ({ kind: "scalarAbsolute", width: Number(values.get("d_model")) }),
  },
  beyond: ({ width }) => `positions ${width} apart have the same vector, in training as beyond it`,
};

import { vectorTable } from "../absolute/vectorTable.ts";
import { lostExponentFormula, lostExponentRows } from "../lostExponent.ts";
import type { PositionKind } from "../positionKind.ts";
import type { LostExponentScheme } from "./articleSchemes.ts";
import { widthParameter } from "./widthParameter.ts";

/** All angles are below p/20000, so neighbours can hardly be told apart. */
export const lostExponent: PositionKind<LostExponentScheme> = {
  kind: "lostExponent",
  label: () => "Sinusoidal · exponent lost",
  vectors: ({ width }, positions) =>
    vectorTable(positions, width, lostExponentFormula, (position) =>
      lostExponentRows(width, [position]),
    ),
  bare: {
    title: "Sinusoids with their exponent lost (of articles)",
    parameters: [widthParameter],
    create: (values) => ({ kind: "lostExponent", width: Number(values.get("d_model")) }),
  },
  beyond: () => "the angles go on growing by less than 1/20000 a position",
};

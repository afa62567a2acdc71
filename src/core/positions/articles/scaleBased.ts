import { vectorTable } from "../absolute/vectorTable.ts";
import type { PositionKind } from "../positionKind.ts";
import { biasTable } from "../relative/biasTable.ts";
import { scaleBasedEncoding, scaleBasedFormula, scaleBasedRows } from "../scaleBased.ts";
import type { ScaleBasedScheme } from "./articleSchemes.ts";
import { widthParameter } from "./widthParameter.ts";

/**
 * "Scale-based" relative encoding: its distance of a token to itself grows with the position and with nothing else
 * the same, a token more changes every distance.
 */
export const scaleBased: PositionKind<ScaleBasedScheme> = {
  kind: "scaleBased",
  label: ({ clamp }) => (clamp > 0 ? `Scale-based · clamped at ${clamp}` : "Scale-based"),
  vectors: (scheme, positions, sequenceLength) =>
    vectorTable(positions, scheme.width, scaleBasedFormula, (position) =>
      scaleBasedRows(parametersOf(scheme, sequenceLength), [position]),
    ),
  bias: (scheme, request) => {
    const parameters = parametersOf(scheme, Math.max(request.queries.length, request.keys.length));
    const formula =
      "PE_ij = sin(d_ij / 10000^((j mod d)/d)) + cos(d_ij / 10000^(((j − 1) mod d)/d))";
    return biasTable(request, formula, (_, query, key) =>
      scaleBasedEncoding(query, key, parameters),
    );
  },
  bare: {
    title: "Scale-based relative encoding (of articles)",
    parameters: [
      widthParameter,
      {
        name: "clamp",
        type: "integer",
        min: 0,
        max: 16_777_216,
        default: 50,
        means: "Largest |i − j| that counts, 0 for any; tokens.",
      },
    ],
    create: (values) => ({
      kind: "scaleBased",
      width: Number(values.get("d_model")),
      clamp: Number(values.get("clamp")),
    }),
  },
  beyond: () =>
    "distances depend on the length, so a longer text changes those that training showed",
};

function parametersOf({ width, clamp }: ScaleBasedScheme, sequenceLength: number) {
  return { sequenceLength, dimensions: width, clamp: clamp > 0 ? clamp : undefined };
}

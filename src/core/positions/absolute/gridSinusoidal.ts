import { FormatError } from "../../errors.ts";
import type { PositionKind } from "../positionKind.ts";
import type { GridSinusoidalScheme } from "./absoluteSchemes.ts";
import { vectorTable } from "./vectorTable.ts";

/**
 * Two-dimensional sinusoids of patches (He et al. 2022, MAE, arXiv 2111.06377): a quarter of the width each for sines
 * and cosines of the row and of the column. Positions number the patches row by row, after the class token's zeros
 * where there is one.
 */
export const gridSinusoidal: PositionKind<GridSinusoidalScheme> = {
  kind: "gridSinusoidal",
  label: ({ height, columns }) => `2-D sinusoidal · ${height} × ${columns}`,
  vectors: (scheme, positions) =>
    vectorTable(
      positions,
      scheme.width,
      "sin(row·ω_k), cos(row·ω_k), sin(column·ω_k), cos(column·ω_k), ω_k = 10000^(−4k/d) (He et al. 2022)",
      (position) => gridRow(scheme, position),
    ),
  bare: {
    title: "2-D sinusoidal (He et al. 2022)",
    parameters: [
      {
        name: "height",
        type: "integer",
        min: 1,
        max: 65_536,
        default: 14,
        means: "Rows of patches.",
      },
      {
        name: "width",
        type: "integer",
        min: 1,
        max: 65_536,
        default: 14,
        means: "Patches of a row.",
      },
      {
        name: "d_model",
        type: "integer",
        min: 4,
        max: 65_536,
        default: 64,
        means: "Width of a vector.",
      },
      {
        name: "class_token",
        type: "choice",
        choices: ["none", "first"],
        default: "none",
        means: "Whether a class token comes first.",
      },
    ],
    create: (values) => {
      const width = Number(values.get("d_model"));
      if (width % 4 !== 0) {
        throw new FormatError("bad-value", `d_model is ${width}, a multiple of 4 is allowed`);
      }
      return {
        kind: "gridSinusoidal",
        height: Number(values.get("height")),
        columns: Number(values.get("width")),
        width,
        classToken: values.get("class_token") as GridSinusoidalScheme["classToken"],
      };
    },
  },
  beyond: () => "a larger grid has rows and columns whose slow phases training never showed",
};

/** The vector of a patch, [width], in float64. */
export function gridRow(scheme: GridSinusoidalScheme, position: number): Float64Array {
  const { columns, width, classToken } = scheme;
  const values = new Float64Array(width);
  const patch = classToken === "first" ? position - 1 : position;
  if (patch < 0) return values;
  const quarter = width / 4;
  const cell = [Math.floor(patch / columns), patch % columns];
  for (let column = 0; column < width; column++) {
    const part = Math.floor(column / quarter);
    const angle = (cell[part < 2 ? 0 : 1] ?? 0) / 10000 ** ((column % quarter) / quarter);
    values[column] = part % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  }
  return values;
}

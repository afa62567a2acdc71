import { numberText } from "../../text/numberText.ts";
import type { PositionKind } from "../positionKind.ts";
import { pairFrequencies } from "./pairFrequencies.ts";
import { thetaParameter, widthOf } from "./rotaryParameters.ts";
import type { GridRopeScheme } from "./rotarySchemes.ts";
import { rotationTable } from "./rotationTable.ts";

/**
 * RoPE of images: half of the pairs turn with the row of a patch, half with its column, row first. Families differ in
 * the frequencies and in what a place is:
 *
 * | family | frequencies | place |
 * |---|---|---|
 * | Qwen2-VL (Wang et al. 2024) | θ^(−4k/d) for both axes | row and column |
 * | Pixtral (Agrawal et al. 2024) | θ^(−2k/d): even k for rows, odd k for columns | row and column |
 * | DINOv3 (Siméoni et al. 2025) | θ^(−4k/d) for both axes, times 2π | centre of the patch between −1 and 1 |
 *
 * Source: the vision rotations of transformers 5.23. Patches are counted row by row; Qwen2-VL feeds them in blocks
 * that will be merged, which changes their order and not their angles.
 */
export const gridRope: PositionKind<GridRopeScheme> = {
  kind: "gridRope",
  label: ({ height, columns, family }) => `2-D RoPE · ${height} × ${columns} (${names[family]})`,
  vectors: (scheme, positions) => {
    const angles = gridAngles(scheme);
    return rotationTable(positions, scheme.headDim / 2, formulaOf(scheme), (position) =>
      angles(gridPlace(scheme, position)),
    );
  },
  bare: {
    title: "2-D RoPE of images (Qwen2-VL, Pixtral, DINOv3)",
    parameters: [
      {
        name: "family",
        type: "choice",
        choices: ["qwen2Vl", "pixtral", "dinov3"],
        default: "qwen2Vl",
        means: "Whose frequencies and places.",
      },
      thetaParameter,
      { name: "head_dim", type: "integer", min: 4, max: 65_536, default: 64, means: "Of a head." },
      { name: "height", type: "integer", min: 1, max: 65_536, default: 16, means: "Rows." },
      { name: "width", type: "integer", min: 1, max: 65_536, default: 16, means: "Columns." },
    ],
    create: (values) => ({
      kind: "gridRope",
      family: values.get("family") as GridRopeScheme["family"],
      base: Number(values.get("rope_theta")),
      headDim: widthOf(values, "head_dim", 4),
      height: Number(values.get("height")),
      columns: Number(values.get("width")),
    }),
  },
  beyond: ({ family }) =>
    family === "dinov3"
      ? "places lie between −1 and 1 for every grid, so a larger one has finer steps and no new angles"
      : "a larger grid has rows and columns whose slow pairs reach angles that training never showed",
};

const names: Readonly<Record<GridRopeScheme["family"], string>> = {
  qwen2Vl: "Qwen2-VL",
  pixtral: "Pixtral",
  dinov3: "DINOv3",
};

/** Row and column of a patch, or of its centre between −1 and 1. */
export function gridPlace(
  { family, height, columns }: GridRopeScheme,
  position: number,
): readonly [row: number, column: number] {
  const [row, column] = [Math.floor(position / columns), position % columns];
  if (family !== "dinov3") return [row, column];
  return [(2 * (row + 0.5)) / height - 1, (2 * (column + 0.5)) / columns - 1];
}

/** Angles in radians, [headDim / 2], those of the row and then those of the column, from a place. */
export function gridAngles({
  family,
  base,
  headDim,
}: GridRopeScheme): (place: readonly [row: number, column: number]) => Float64Array {
  const quarter = headDim / 4;
  const turn = family === "dinov3" ? 2 * Math.PI : 1;
  const all = pairFrequencies(base, family === "pixtral" ? headDim : headDim / 2);
  const ofAxis = (axis: 0 | 1): Float64Array =>
    family === "pixtral" ? all.filter((_, k) => k % 2 === axis) : all;
  const [rows, columns] = [ofAxis(0), ofAxis(1)];
  return ([row, column]) =>
    Float64Array.from({ length: 2 * quarter }, (_, pair) =>
      pair < quarter
        ? turn * row * (rows[pair] ?? NaN)
        : turn * column * (columns[pair - quarter] ?? NaN),
    );
}

function formulaOf({ family, base }: GridRopeScheme): string {
  const frequencies =
    family === "pixtral"
      ? "θ^(−2k/d), even k for rows and odd k for columns"
      : family === "dinov3"
        ? "2π·θ^(−4k/d)"
        : "θ^(−4k/d)";
  return `cos and sin of row·ω, then of column·ω, ω_k = ${frequencies}, θ = ${numberText(base)} (${names[family]})`;
}

import { FormatError } from "../../errors.ts";
import type { PositionKind } from "../positionKind.ts";
import type { AxialScheme } from "./absoluteSchemes.ts";
import { elementCount } from "../../formats/dtype.ts";

/**
 * Axial positions (Kitaev, Kaiser, Levskaya 2020, Reformer, arXiv 2001.04451): a position is a cell of a grid, and its
 * vector is the row's part beside the column's. The parts are learned, so the scheme says which cell a position is.
 */
export const axial: PositionKind<AxialScheme> = {
  kind: "axial",
  label: ({ shape }) => `Axial · ${shape.join(" × ")}`,
  vectors: () => undefined,
  tables: ({ shape, widths }) =>
    shape.map((size, axis) => ({
      name: `weights.${axis}`,
      shape: [...shape.map((_, other) => (other === axis ? size : 1)), widths[axis] ?? 0],
    })),
  bare: {
    title: "Axial positions (Kitaev et al. 2020)",
    parameters: [
      {
        name: "axial_pos_shape",
        type: "numbers",
        min: 1,
        max: 16_777_216,
        default: [64, 64],
        means: "Rows and columns of the grid.",
      },
      {
        name: "axial_pos_embds_dim",
        type: "numbers",
        min: 1,
        max: 65_536,
        default: [64, 192],
        means: "Widths of the two parts.",
      },
    ],
    create: (values) => {
      const shape = values.get("axial_pos_shape") as readonly number[];
      const widths = values.get("axial_pos_embds_dim") as readonly number[];
      const all = [...shape, ...widths];
      if (shape.length !== 2 || widths.length !== 2 || !all.every(Number.isSafeInteger)) {
        throw new FormatError(
          "bad-value",
          `axial_pos_shape is [${shape.join(", ")}] and axial_pos_embds_dim [${widths.join(", ")}], two whole numbers each are allowed`,
        );
      }
      return { kind: "axial", shape, widths };
    },
  },
  beyond: (scheme) => `the grid ends: position ${elementCount(scheme.shape)} is refused`,
};

/**
 * The vector of a position, [widths[0] + widths[1]]: row part, then column part.
 * @param tables `[rows, widths[0]]` and `[columns, widths[1]]`.
 * @throws FormatError `bad-value` for a position past the grid.
 */
export function axialRow(
  scheme: AxialScheme,
  tables: readonly [ArrayLike<number>, ArrayLike<number>],
  position: number,
): Float64Array {
  const length = elementCount(scheme.shape);
  if (position >= length) {
    throw new FormatError("bad-value", `position ${position} is past the grid of ${length} cells`);
  }
  const [first = 0, second = 0] = scheme.widths;
  const columns = scheme.shape[1] ?? 1;
  const row = Math.floor(position / columns) * first;
  const column = (position % columns) * second;
  return Float64Array.from({ length: first + second }, (_, i) =>
    i < first ? (tables[0][row + i] ?? NaN) : (tables[1][column + i - first] ?? NaN),
  );
}

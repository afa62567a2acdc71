import type { TensorPicture } from "../../../src/core/tensors/tensorPicture.ts";
import type { TensorView } from "../../../src/protocol/contract.ts";
import type { Matrix } from "../../render/matrix.ts";
import { scaleFor } from "../../render/valueScale.ts";

/** A pooled picture as a map: colours centred on zero, up to the farthest cell; numbers are those of the tensor. */
export function pictureMatrix(
  view: TensorView,
  { rows, cols, height, width, values }: TensorPicture,
  tokens: ReadonlyMap<number, string>,
): Matrix {
  const rowsPerCell = (rows[1] - rows[0]) / height;
  const colsPerCell = (cols[1] - cols[0]) / width;
  const isLabelled = rowsPerCell === 1 && tokens.has(rows[0]);
  return {
    name: pictureName(view),
    rows: height,
    cols: width,
    values,
    scale: scaleFor("diverging", "linear", [values]),
    rowLabels: isLabelled
      ? Array.from({ length: height }, (_, i) => `${rows[0] + i} ${tokens.get(rows[0] + i) ?? ""}`)
      : [],
    colLabels: [],
    rowTitle: "row",
    colTitle: "column",
    origin: { row: rows[0], col: cols[0], rowsPerCell, colsPerCell },
  };
}

/** The tensor with its leading indices, and what is taken from it: "a.weight[3] − b.weight[3]". */
export function pictureName({ name, leading, against }: TensorView): string {
  const place = leading.length === 0 ? "" : `[${leading.join(", ")}]`;
  return against === null ? name + place : `${name}${place} − ${against}${place}`;
}

import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import type { Span } from "../../../src/core/tensors/tensorPlane.ts";
import type { TensorView } from "../../../src/protocol/contract.ts";

/** Rows and columns of what is looked at: the last two axes; a vector is one row. */
export function planeOf({ shape }: TensorInfo): { readonly rows: number; readonly cols: number } {
  return { rows: shape.length < 2 ? 1 : (shape.at(-2) ?? 1), cols: shape.at(-1) ?? 1 };
}

/** All of a tensor, at the first place of its leading axes. */
export function wholeView(tensor: TensorInfo): TensorView {
  const { rows, cols } = planeOf(tensor);
  return {
    name: tensor.name,
    leading: tensor.shape.slice(0, -2).map(() => 0),
    rows: [0, rows],
    cols: [0, cols],
    pool: "extreme",
    against: null,
  };
}

/** A view that was kept for another version of the tensor must not point outside this one. */
export function insideView(view: TensorView, tensor: TensorInfo): TensorView {
  const { rows, cols } = planeOf(tensor);
  const axes = tensor.shape.slice(0, -2);
  const fits =
    view.leading.length === axes.length &&
    view.leading.every((index, axis) => index < (axes[axis] ?? 0)) &&
    isInside(view.rows, rows) &&
    isInside(view.cols, cols);
  return fits ? view : { ...wholeView(tensor), pool: view.pool };
}

function isInside([from, to]: Span, size: number): boolean {
  return from < to && to <= size;
}

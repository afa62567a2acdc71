import type { TensorInfo } from "../../src/core/formats/tensorTable.ts";

export type TensorColumn = "name" | "dtype" | "shape" | "bytes" | "file";

export interface TensorOrder {
  readonly column: TensorColumn;
  readonly direction: "up" | "down";
}

/** Tensors whose name, type, shape or file contains every word of the filter, in the order asked for. */
export function tensorRows(
  tensors: readonly TensorInfo[],
  filter: string,
  order: TensorOrder,
): readonly TensorInfo[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const kept = tensors.filter((tensor) => {
    const text =
      `${tensor.name} ${tensor.dtypeName} ${shapeText(tensor)} ${tensor.file}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const sign = order.direction === "up" ? 1 : -1;
  return kept.sort((one, other) => sign * compare(one, other, order.column));
}

/** "[344, 128]"; a scalar is "[]". */
export function shapeText({ shape }: TensorInfo): string {
  return `[${shape.join(", ")}]`;
}

function compare(one: TensorInfo, other: TensorInfo, column: TensorColumn): number {
  switch (column) {
    case "name":
      return inNature(one.name, other.name);
    case "dtype":
      return inNature(one.dtypeName, other.dtypeName);
    case "shape":
      return elements(one) - elements(other);
    case "bytes":
      return one.byteLength - other.byteLength;
    case "file":
      return inNature(one.file, other.file);
  }
}

/** "layers.2" before "layers.10". */
function inNature(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

function elements({ shape }: TensorInfo): number {
  return shape.reduce((product, size) => product * size, 1);
}

import type { DType, TensorInfo } from "../tensorTable.ts";
import { NVFP4_GROUP } from "./decode/nvfp4.ts";
import { optionalPart, toLogicalTensor } from "./logicalWeight.ts";
import type { PackedTensors } from "./packedTensors.ts";
import {
  floatTypes,
  requireGroups,
  requireMatrix,
  requireOne,
  requireShape,
  requireType,
} from "./requireParts.ts";

export interface Nvfp4Parts {
  readonly module: string;
  readonly codes: TensorInfo;
  /** MLX has none. */
  readonly globalScale:
    { readonly tensor: TensorInfo; readonly does: "divides" | "multiplies" } | undefined;
  readonly scales: TensorInfo;
  /** The type of the codes, and values in one element of it. */
  readonly element: { readonly type: DType; readonly values: number };
  readonly tensors: PackedTensors;
}

/** @throws FormatError where the parts do not make a weight. */
export function toNvfp4({
  module,
  codes,
  scales,
  globalScale,
  element,
  tensors,
}: Nvfp4Parts): TensorInfo {
  requireType(codes, [element.type]);
  const { leading, rows, columns } = requireMatrix(codes, [2, 3]);
  const inputs = columns * element.values;
  requireType(scales, ["F8_E4M3", "U8"]);
  const groups = requireGroups(codes.name, inputs, NVFP4_GROUP);
  requireShape(
    scales,
    [...leading, rows, groups],
    `a scale for ${NVFP4_GROUP} of ${inputs} inputs`,
  );
  if (globalScale !== undefined) {
    requireType(globalScale.tensor, floatTypes);
    requireOne(globalScale.tensor);
  }
  return toLogicalTensor({
    name: `${module}.weight`,
    shape: [...leading, rows, inputs],
    label: "NVFP4",
    packing: { method: "nvfp4", globalScale: globalScale?.does ?? "none" },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      ...optionalPart("global scale", globalScale?.tensor),
      ...tensors.withoutRole(module),
    ],
  });
}

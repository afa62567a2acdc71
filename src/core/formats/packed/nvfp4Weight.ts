import type { TensorInfo } from "../tensorTable.ts";
import { NVFP4_GROUP } from "./decode/nvfp4.ts";
import { toLogicalTensor } from "./logicalWeight.ts";
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
  readonly globalScale: TensorInfo;
  readonly globalScaleIs: "divides" | "multiplies";
  readonly tensors: PackedTensors;
}

/** @throws FormatError where the parts do not make a weight. */
export function toNvfp4({
  module,
  codes,
  globalScale,
  globalScaleIs,
  tensors,
}: Nvfp4Parts): TensorInfo {
  requireType(codes, ["U8"]);
  const { leading, rows, columns } = requireMatrix(codes, [2, 3]);
  const inputs = columns * 2;
  const scales = tensors.require(`${module}.weight_scale`);
  requireType(scales, ["F8_E4M3"]);
  const groups = requireGroups(codes.name, inputs, NVFP4_GROUP);
  requireShape(
    scales,
    [...leading, rows, groups],
    `a scale for ${NVFP4_GROUP} of ${inputs} inputs`,
  );
  requireType(globalScale, floatTypes);
  requireOne(globalScale);
  return toLogicalTensor({
    name: `${module}.weight`,
    shape: [...leading, rows, inputs],
    label: "NVFP4",
    packing: { method: "nvfp4", globalScale: globalScaleIs },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      { role: "global scale", tensor: globalScale },
      ...tensors.withoutRole(module),
    ],
  });
}

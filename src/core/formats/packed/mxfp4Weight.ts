import type { TensorInfo } from "../tensorTable.ts";
import { MXFP4_GROUP } from "./decode/mxfp4.ts";
import { toLogicalTensor } from "./logicalWeight.ts";
import type { PackedTensors } from "./packedTensors.ts";
import { requireGroups, requireMatrix, requireShape, requireType } from "./requireParts.ts";

export interface Mxfp4Parts {
  readonly module: string;
  readonly codes: TensorInfo;
  readonly scales: TensorInfo;
  /** Values in an element of the codes: 2 in a byte, 8 in a word. */
  readonly perElement: 2 | 8;
  readonly tensors: PackedTensors;
}

/** @throws FormatError where the parts do not make a weight. */
export function toMxfp4({ module, codes, scales, perElement, tensors }: Mxfp4Parts): TensorInfo {
  requireType(codes, perElement === 2 ? ["U8"] : ["U32"]);
  const { leading, rows, columns } = requireMatrix(codes, [2, 3]);
  const inputs = columns * perElement;
  requireType(scales, ["U8", "F8_E8M0"]);
  const groups = requireGroups(codes.name, inputs, MXFP4_GROUP);
  requireShape(
    scales,
    [...leading, rows, groups],
    `an exponent for ${MXFP4_GROUP} of ${inputs} inputs`,
  );
  return toLogicalTensor({
    name: `${module}.weight`,
    shape: [...leading, rows, inputs],
    label: "MXFP4",
    packing: { method: "mxfp4" },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      ...tensors.withoutRole(module),
    ],
  });
}

import type { DType, TensorInfo } from "../tensorTable.ts";
import { MX_GROUP } from "./decode/mxGroup.ts";
import { toLogicalTensor } from "./logicalWeight.ts";
import type { PackedTensors } from "./packedTensors.ts";
import { requireGroups, requireMatrix, requireShape, requireType } from "./requireParts.ts";

export interface MxParts {
  readonly module: string;
  readonly kind: "mxfp4" | "mxfp8";
  readonly codes: TensorInfo;
  readonly scales: TensorInfo;
  /** The type of the codes, and values in one element of it. */
  readonly element: { readonly type: DType; readonly values: number };
  readonly tensors: PackedTensors;
}

/** @throws FormatError where the parts do not make a weight. */
export function toMxWeight({ module, kind, codes, scales, element, tensors }: MxParts): TensorInfo {
  requireType(codes, [element.type]);
  const { leading, rows, columns } = requireMatrix(codes, [2, 3]);
  const inputs = columns * element.values;
  requireType(scales, ["U8", "F8_E8M0"]);
  const groups = requireGroups(codes.name, inputs, MX_GROUP);
  requireShape(
    scales,
    [...leading, rows, groups],
    `an exponent for ${MX_GROUP} of ${inputs} inputs`,
  );
  return toLogicalTensor({
    name: `${module}.weight`,
    shape: [...leading, rows, inputs],
    label: kind.toUpperCase(),
    packing: { method: kind },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      ...tensors.withoutRole(module),
    ],
  });
}

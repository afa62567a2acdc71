import type { PackedPart, TensorInfo } from "../tensorTable.ts";
import type { Packing } from "./packing.ts";

/** A weight with its parts; the first part has its codes. */
export interface LogicalWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** What a reader calls it: "GPTQ 4-bit, group 128". */
  readonly label: string;
  readonly packing: Packing;
  readonly parts: readonly [PackedPart, ...PackedPart[]];
}

/** A row of the tensor table; its bytes are those of all parts, its place that of the codes. */
export function toLogicalTensor({ name, shape, label, packing, parts }: LogicalWeight): TensorInfo {
  const { file, offset } = parts[0].tensor;
  return {
    name,
    dtype: "F32",
    dtypeName: label,
    shape,
    file,
    offset,
    byteLength: parts.reduce((sum, { tensor }) => sum + tensor.byteLength, 0),
    storage: { kind: "packed", packing, parts },
  };
}

/** The part of that role, or none, where a tensor may be absent. */
export function optionalPart(
  role: PackedPart["role"],
  tensor: TensorInfo | undefined,
): readonly PackedPart[] {
  return tensor === undefined ? [] : [{ role, tensor }];
}

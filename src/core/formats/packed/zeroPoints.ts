import type { PackedPart, TensorInfo } from "../tensorTable.ts";
import type { CompressedPlace } from "./compressedPlace.ts";
import { optionalPart } from "./logicalWeight.ts";
import type { CompressedGroup } from "./quantizationConfig.ts";

/** @throws FormatError `missing-tensor` where an asymmetric group has none. */
export function requireZeroPoints(
  { module, tensors }: CompressedPlace,
  { symmetric }: CompressedGroup,
): TensorInfo | undefined {
  return symmetric ? undefined : tensors.require(`${module}.weight_zero_point`);
}

/** Those that older writers leave beside symmetric weights: all zero, and never read. */
export function unusedZeroPoints(
  { module, tensors }: CompressedPlace,
  { symmetric }: CompressedGroup,
): readonly PackedPart[] {
  return symmetric ? optionalPart("none", tensors.find(`${module}.weight_zero_point`)) : [];
}

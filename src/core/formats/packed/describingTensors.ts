import { DESCRIPTION_BYTE_LIMIT } from "../../bytes/limits.ts";
import type { TensorInfo, TensorTable } from "../tensorTable.ts";
import { quantizationMethod } from "./methods/registry.ts";
import type { QuantizationConfig } from "./quantizationConfig.ts";

/** The small tensors whose contents say what shape a packed weight has. */
export function describingTensors(
  { tensors }: TensorTable,
  config: QuantizationConfig,
): readonly TensorInfo[] {
  const { descriptions } = quantizationMethod(config);
  return tensors.filter(
    ({ name, byteLength, storage }) =>
      storage === undefined &&
      byteLength <= DESCRIPTION_BYTE_LIMIT &&
      descriptions.some((ending) => name.endsWith(ending)),
  );
}

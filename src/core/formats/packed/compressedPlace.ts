import type { TensorInfo } from "../tensorTable.ts";
import type { PackedTensors } from "./packedTensors.ts";

/** A packed weight of a module, with all tensors to look its other parts up. */
export interface CompressedPlace {
  readonly module: string;
  readonly codes: TensorInfo;
  readonly tensors: PackedTensors;
}

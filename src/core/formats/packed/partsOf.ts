import type { PackedPart, TensorInfo } from "../tensorTable.ts";

/** The tensors of the file that a logical weight is packed in; none for a tensor that is stored as itself. */
export function partsOf({ storage }: TensorInfo): readonly PackedPart[] {
  return storage?.kind === "packed" ? storage.parts : [];
}

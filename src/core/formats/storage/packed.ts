import { contiguousRuns, type Run } from "../../bytes/contiguousRuns.ts";
import { TENSOR_BYTE_LIMIT } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";
import { elementCount } from "../dtype.ts";
import { PartReader } from "../packed/decode/partReader.ts";
import { packingDecoder } from "../packed/decode/registry.ts";
import type { PackedStorage } from "../tensorTable.ts";
import type { StorageReader } from "./storageReader.ts";

/** Packed weights, decoded to float32 by the decoder of their packing. */
export const packedStorage: StorageReader<PackedStorage> = {
  read: async ({ tensor, storage, rows }, input, signal) => {
    const { packing } = storage;
    const shape = rows === undefined ? tensor.shape : [rows.length, ...tensor.shape.slice(1)];
    const values = new Float32Array(bounded(tensor.name, elementCount(shape)));
    if (values.length > 0) {
      const runs = rows === undefined ? wholeOf(tensor.shape) : contiguousRuns(rows);
      const parts = new PartReader(storage, input, signal);
      const ask = { name: tensor.name, shape: tensor.shape, packing, parts, into: values };
      await packingDecoder(packing).decode({ ...ask, runs: toFlatRows(runs, tensor.shape) });
    }
    return { dtype: "F32", shape, bytes: values.buffer };
  },
};

function wholeOf([count = 0]: readonly number[]): readonly Run[] {
  return [{ first: 0, at: 0, count }];
}

/** A row of the first axis is as many rows of the last one as the axes between have elements. */
function toFlatRows(runs: readonly Run[], shape: readonly number[]): readonly Run[] {
  const factor = elementCount(shape.slice(1, -1));
  return runs.map(({ first, at, count }) => ({
    first: first * factor,
    at: at * factor,
    count: count * factor,
  }));
}

function bounded(name: string, count: number): number {
  if (count * 4 <= TENSOR_BYTE_LIMIT) return count;
  throw new FormatError(
    "limit-exceeded",
    `${name}: ${count * 4} bytes of values were asked for, ${TENSOR_BYTE_LIMIT} are decoded at a time; ask for rows`,
  );
}

import type { StridedStorage } from "../tensorTable.ts";
import type { StorageReader } from "./storageReader.ts";
import { readStrided } from "./stridedRead.ts";

/** Strided elements of a file, gathered into row-major order: element k of axis a is `k · strides[a]` after the first. */
export const stridedStorage: StorageReader<StridedStorage> = {
  read: async ({ tensor, storage, rows }, input, signal) =>
    readStrided({
      tensor,
      layout: storage,
      rows,
      read: async (offset, length) =>
        input.range(tensor.file, tensor.offset + offset, length, signal),
      access: "random",
    }),
};

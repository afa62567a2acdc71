import type { InflatedStorage } from "../tensorTable.ts";
import { membersOf } from "./inflatedMembers.ts";
import type { StorageReader } from "./storageReader.ts";
import { readStrided } from "./stridedRead.ts";

/** Elements of a deflated member, inflated as far as they are asked for and gathered into row-major order. */
export const inflatedStorage: StorageReader<InflatedStorage> = {
  read: async ({ tensor, storage, rows }, input, signal) => {
    const { file, offset: begin } = tensor;
    const source = {
      name: `${file}: ${tensor.name}`,
      deflatedLength: storage.deflatedLength,
      inflatedLength: storage.inflatedLength,
      read: async (offset: number, length: number) =>
        input.range(file, begin + offset, length, signal),
    };
    return readStrided({
      tensor,
      layout: storage,
      rows,
      read: async (offset, length) =>
        membersOf(input).read(`${begin} ${file}`, source, {
          offset: storage.start + offset,
          length,
        }),
      access: "forward",
    });
  },
};

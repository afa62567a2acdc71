import { FormatError } from "../../errors.ts";
import type { EnclosedStorage } from "../tensorTable.ts";
import { chunkedStorage } from "./chunked.ts";
import { membersOf } from "./inflatedMembers.ts";
import type { StorageInput, StorageReader } from "./storageReader.ts";

/** Chunks of a file inside an archive: all that is read of it is read by its offsets in the member. */
export const enclosedStorage: StorageReader<EnclosedStorage> = {
  read: async ({ tensor, storage, rows }, input, signal) =>
    chunkedStorage.read(
      { tensor, storage: storage.inner, rows },
      { ...input, range: rangesOf(storage.member, input) },
      signal,
    ),
};

function rangesOf(member: EnclosedStorage["member"], input: StorageInput): StorageInput["range"] {
  const { offset: begin, deflatedLength, inflatedLength, packing } = member;
  return async (file, offset, length, signal) => {
    if (offset + length > inflatedLength) {
      throw new FormatError(
        "read-past-end",
        `${file}: ${length} bytes were to stand at ${offset} of a member that has ${inflatedLength}`,
        { offset: begin },
      );
    }
    if (packing === "stored") return input.range(file, begin + offset, length, signal);
    const source = {
      name: file,
      deflatedLength,
      inflatedLength,
      read: async (at: number, count: number) => input.range(file, begin + at, count, signal),
    };
    return membersOf(input).read(`${begin} ${file}`, source, { offset, length });
  };
}

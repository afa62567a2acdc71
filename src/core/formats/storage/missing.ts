import { FormatError } from "../../errors.ts";
import type { MissingStorage } from "../tensorTable.ts";
import type { StorageReader } from "./storageReader.ts";

/** Says why there are no values. */
export const missingStorage: StorageReader<MissingStorage> = {
  read: async ({ tensor, storage }) => {
    const message = `${tensor.file}: ${tensor.name} ${storage.reason}`;
    throw new FormatError("missing-tensor", message, { offset: tensor.offset });
  },
};

import type { TensorStorage } from "../tensorTable.ts";
import { arrangedStorage } from "./arranged.ts";
import { blocksStorage } from "./blocks.ts";
import { chunkedStorage } from "./chunked.ts";
import { enclosedStorage } from "./enclosed.ts";
import { packedStorage } from "./packed.ts";
import { fieldsStorage } from "./fields.ts";
import { inflatedStorage } from "./inflated.ts";
import { missingStorage } from "./missing.ts";
import type { StorageReader } from "./storageReader.ts";
import { stridedStorage } from "./strided.ts";
import { wordsStorage } from "./words.ts";

/** One reader for each kind; the compiler asks for the missing one. */
const storages: {
  readonly [Kind in TensorStorage["kind"]]: StorageReader<Extract<TensorStorage, { kind: Kind }>>;
} = {
  arranged: arrangedStorage,
  blocks: blocksStorage,
  chunked: chunkedStorage,
  enclosed: enclosedStorage,
  packed: packedStorage,
  fields: fieldsStorage,
  inflated: inflatedStorage,
  missing: missingStorage,
  strided: stridedStorage,
  words: wordsStorage,
};

export function storageReader(storage: TensorStorage): StorageReader {
  // Each reader meets only storages of its own kind: the key is the kind.
  return storages[storage.kind];
}

import type { TensorStorage } from "../tensorTable.ts";
import { blocksStorage } from "./blocks.ts";
import { chunkedStorage } from "./chunked.ts";
import type { StorageReader } from "./storageReader.ts";
import { stridedStorage } from "./strided.ts";

/** One reader for each kind; the compiler asks for the missing one. */
const storages: {
  readonly [Kind in TensorStorage["kind"]]: StorageReader<Extract<TensorStorage, { kind: Kind }>>;
} = {
  blocks: blocksStorage,
  chunked: chunkedStorage,
  strided: stridedStorage,
};

export function storageReader(storage: TensorStorage): StorageReader {
  // Each reader meets only storages of its own kind: the key is the kind.
  return storages[storage.kind];
}

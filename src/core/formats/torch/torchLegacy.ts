import type { ByteSource } from "../../bytes/byteSource.ts";
import { PICKLE_BYTE_LIMIT, TENSOR_COUNT_LIMIT } from "../../bytes/limits.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import { parsePickle } from "../pickle/parsePickle.ts";
import {
  itemsOf,
  type PickleEntry,
  type PicklePersistent,
  type PickleValue,
} from "../pickle/pickleValue.ts";
import type { TensorTable } from "../tensorTable.ts";
import { findLegacyStorages } from "./legacyStorages.ts";
import { refuseWithoutTensors, toTorchTable } from "./toTorchTable.ts";
import { walkTorchObject } from "./torchWalk.ts";

/**
 * What `torch.save` wrote before 1.6: five pickles, one after the other (magic number, protocol, system, the object,
 * keys of its storages), then for each key the number of its elements in 8 bytes and the elements.
 * Source: `_legacy_load` in torch/serialization.py.
 * @throws FormatError those of the pickle; `bad-magic` for another pickle, `unsupported` for one without tensors.
 */
export async function readTorchLegacy(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const problems = new ProblemList(file);
  const { pickles, end, persistents } = await readPickles(source, file, signal);
  signal?.throwIfAborted();
  const [, , system, root = null, keyList] = pickles;
  const settings = systemOf(system, file);
  const byteOrder = settings.get("little_endian") === false ? "big" : "little";
  const object = walkTorchObject(root, problems);
  refuseWithoutTensors(root, { object, file });
  const keys = itemsOf(keyList).filter((key) => typeof key === "string");
  if (keys.length > TENSOR_COUNT_LIMIT) {
    const message = `${file} has ${keys.length} storages, ${TENSOR_COUNT_LIMIT} are allowed`;
    throw new FormatError("limit-exceeded", message, { offset: end });
  }
  const storages = await findLegacyStorages(
    source,
    { keys, start: end, byteOrder, persistents },
    problems,
    signal,
  );
  const metadata = new Map([["container", "PyTorch file from before 1.6"]]);
  return toTorchTable({ file, byteOrder, object, storages, metadata }, problems);
}

/** The value of the first pickle, and that of the second. */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;
const PICKLES = 5;

interface Pickles {
  readonly pickles: readonly PickleValue[];
  readonly end: number;
  readonly persistents: readonly PicklePersistent[];
}

/** Pickles do not say how long they are: where the piece that was read ends inside one, a longer one is read. */
async function readPickles(
  source: ByteSource,
  file: string,
  signal: AbortSignal | undefined,
): Promise<Pickles> {
  for (let length = FIRST_BYTES; ; length *= 4) {
    const bounded = Math.min(length, source.byteLength, PICKLE_BYTE_LIMIT);
    const bytes = await source.read(0, bounded, signal);
    signal?.throwIfAborted();
    try {
      return parsePickles(bytes, file);
    } catch (error) {
      const isShort = error instanceof FormatError && error.code === "truncated";
      if (!isShort || bounded === source.byteLength) throw error;
      if (bounded < PICKLE_BYTE_LIMIT) continue;
      const message = `${file}: its pickles have more than ${PICKLE_BYTE_LIMIT} bytes`;
      throw new FormatError("limit-exceeded", message, { offset: bounded, cause: error });
    }
  }
}

const FIRST_BYTES = 256 * 1024;

function parsePickles(bytes: Uint8Array, file: string): Pickles {
  const pickles: PickleValue[] = [];
  const persistents: PicklePersistent[] = [];
  let end = 0;
  while (pickles.length < PICKLES) {
    const pickle = parsePickle(bytes, end, file);
    pickles.push(pickle.value);
    for (const persistent of pickle.persistents) persistents.push(persistent);
    end = pickle.end;
    if (pickles.length === 1 && pickle.value !== MAGIC) {
      const message = `${file} is a pickle, and not one of PyTorch: it does not begin with PyTorch's number`;
      throw new FormatError("bad-magic", message, { offset: 0 });
    }
    if (pickles.length === 2 && pickle.value !== PROTOCOL) {
      const message = `${file} is a PyTorch file of another version: ${PROTOCOL} is the one that is known`;
      throw new FormatError("unsupported", message, { offset: end });
    }
  }
  return { pickles, end, persistents };
}

/** @throws FormatError `bad-header` where it is no dictionary of plain values. */
function systemOf(
  system: PickleValue | undefined,
  file: string,
): ReadonlyMap<PickleValue, PickleValue> {
  const isPlain = typeof system === "object" && system?.kind === "dict";
  const entries: readonly PickleEntry[] = isPlain ? system.entries : [];
  if (isPlain && entries.every(([key]) => typeof key === "string")) return new Map(entries);
  const message = `${file}: its third pickle, about the system that wrote it, is no dictionary`;
  throw new FormatError("bad-header", message, { offset: 0 });
}

import type { ByteSource } from "../../bytes/byteSource.ts";
import type { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import type { PicklePersistent } from "../pickle/pickleValue.ts";
import type { StorageData } from "./toTensorInfo.ts";
import { toTorchStorage } from "./torchStorage.ts";

export interface LegacyStorages {
  /** In the order of the file. */
  readonly keys: readonly string[];
  /** Where the first one is in the file. */
  readonly start: number;
  readonly byteOrder: "little" | "big";
  readonly persistents: readonly PicklePersistent[];
}

/**
 * Where each storage is: its own header says how many elements it has, and the pickle of what type they are.
 * After one that contradicts the pickle nothing can be found any more.
 */
export async function findLegacyStorages(
  source: ByteSource,
  { keys, start, byteOrder, persistents }: LegacyStorages,
  problems: ProblemList,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, StorageData>> {
  const sizes = sizesOf(persistents);
  const found = new Map<string, StorageData>();
  let offset = start;
  for (const key of keys) {
    const size = sizes.get(key);
    const missing = lost(offset, source.byteLength);
    if (size === undefined || offset + COUNT_BYTES > source.byteLength) {
      if (size === undefined)
        reportLost(`does not say how large its storage ${shownText(key)} is`, problems);
      found.set(key, { missing });
      offset = Infinity;
      continue;
    }
    const head = await source.read(offset, COUNT_BYTES, signal);
    signal?.throwIfAborted();
    const stated = new DataView(head.buffer, head.byteOffset).getBigUint64(
      0,
      byteOrder === "little",
    );
    const data = offset + COUNT_BYTES;
    if (stated !== BigInt(size.count)) {
      const message = `says that its storage ${shownText(key)} has ${stated.toString()} elements, its pickle says ${size.count}`;
      reportLost(message, problems);
      found.set(key, { missing: "is in a storage whose size is not certain" });
      offset = Infinity;
      continue;
    }
    const length = size.count * size.bytes;
    found.set(key, toData(data, length, source.byteLength));
    offset = data + length;
  }
  return found;
}

const COUNT_BYTES = 8;

function lost(offset: number, end: number): string {
  return offset === Infinity
    ? "is behind a storage whose size is not certain"
    : `is behind the end of the file at byte ${end}; is the download complete?`;
}

function reportLost(what: string, problems: ProblemList): void {
  problems.add("bad-storage", "error", `${what}; those after it are not found`);
}

function toData(offset: number, length: number, end: number): StorageData {
  const whole = offset + length <= end;
  if (!whole) {
    return {
      missing: `is in the last bytes, of which ${offset + length - end} are missing; is the download complete?`,
    };
  }
  return { offset, deflatedLength: length, inflatedLength: length, packing: "stored" };
}

/** Elements and bytes of an element by key. */
function sizesOf(
  persistents: readonly PicklePersistent[],
): ReadonlyMap<string, { readonly count: number; readonly bytes: number }> {
  const sizes = new Map<string, { readonly count: number; readonly bytes: number }>();
  for (const persistent of persistents) {
    const storage = toTorchStorage(persistent);
    if (storage === undefined || sizes.has(storage.key)) continue;
    const { key, count, type } = storage;
    const isWhole = Number.isSafeInteger(count * 16) && count >= 0;
    if (isWhole) sizes.set(key, { count, bytes: type?.bytes ?? 1 });
  }
  return sizes;
}

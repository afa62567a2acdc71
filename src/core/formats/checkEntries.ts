import type { ProblemList } from "../bytes/problemList.ts";
import { shownText } from "../bytes/shownText.ts";
import { elementBits, parseDType } from "./dtype.ts";
import type { HeaderEntry } from "./safetensorsHeader.ts";
import type { TensorInfo } from "./tensorTable.ts";

export interface DataRegion {
  readonly file: string;
  /** First byte of the data in the file. */
  readonly start: number;
  readonly fileLength: number;
}

/**
 * Holds a header against its file: ranges inside each other's bounds, shapes that fill their range, no overlap,
 * nothing missing, nothing left over. Entries that contradict themselves are left out; a tensor whose bytes
 * have not arrived is listed, since its shape is known, and reading it fails.
 */
export function checkEntries(
  entries: readonly HeaderEntry[],
  data: DataRegion,
  problems: ProblemList,
): readonly TensorInfo[] {
  const sound = entries.filter((entry) => {
    const fault = faultOf(entry, data);
    if (fault === undefined) return true;
    const place = { key: entry.name, offset: data.start };
    problems.add("bad-entry", "error", `${shownText(entry.name)}: ${fault}; it is left out`, place);
    return false;
  });
  reportUnknownTypes(sound, problems);
  reportLayout(sound, data, problems);
  return sound.map((entry) => ({
    name: entry.name,
    dtype: parseDType(entry.dtypeName),
    dtypeName: entry.dtypeName,
    shape: entry.shape,
    file: data.file,
    offset: data.start + entry.begin,
    byteLength: entry.end - entry.begin,
  }));
}

/** How an entry contradicts itself. */
function faultOf(entry: HeaderEntry, data: DataRegion): string | undefined {
  const { begin, end, shape, dtypeName } = entry;
  if (end < begin) return `its data_offsets end at ${end} before they begin at ${begin}`;
  if (!Number.isSafeInteger(data.start + end)) return `its data_offsets end at ${end}, beyond 2^53`;
  const count = exactCount(shape);
  if (count === undefined) return `the product of its shape ${shownShape(shape)} is beyond 2^53`;
  const bits = elementBits(dtypeName);
  if (bits === undefined) return undefined;
  const bytes = (count * bits) / 8;
  if (bytes === end - begin) return undefined;
  return `shape ${shownShape(shape)} of ${dtypeName} needs ${bytes} bytes, its data_offsets give ${end - begin}`;
}

/** The product of the axes, `undefined` where a double does not hold it; the reference checks for 64 bits. */
function exactCount(shape: readonly number[]): number | undefined {
  if (shape.includes(0)) return 0;
  let product = 1;
  for (const size of shape) {
    product *= size;
    // Times 64 bits an element, too, so that the size in bytes is exact.
    if (!Number.isSafeInteger(product * 64)) return undefined;
  }
  return product;
}

function reportUnknownTypes(entries: readonly HeaderEntry[], problems: ProblemList): void {
  for (const { name, dtypeName } of entries) {
    if (elementBits(dtypeName) !== undefined) continue;
    const message = `${shownText(name)}: its type ${shownText(dtypeName)} is not known; it is listed and cannot be read`;
    problems.add("unknown-dtype", "warning", message, { key: name });
  }
}

function reportLayout(
  entries: readonly HeaderEntry[],
  data: DataRegion,
  problems: ProblemList,
): void {
  const present = data.fileLength - data.start;
  let reached = 0;
  let missing = 0;
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    const place = { key: entry.name, offset: data.start + entry.begin };
    if (entry.begin < reached && entry.end > entry.begin) {
      const message = `${shownText(entry.name)}: begins at byte ${entry.begin} of the data, inside the tensor before it`;
      problems.add("overlap", "error", message, place);
    } else if (entry.begin > reached) {
      const message = `has ${entry.begin - reached} bytes before ${shownText(entry.name)} that belong to no tensor`;
      problems.add("gap", "warning", message, { offset: data.start + reached });
    }
    reached = Math.max(reached, entry.end);
    if (entry.end > present) missing++;
  }
  reportEnd({ reached, present, missing, count: entries.length }, data, problems);
}

interface End {
  /** Bytes of data that the header describes, and that there are. */
  readonly reached: number;
  readonly present: number;
  /** Tensors that are not whole. */
  readonly missing: number;
  readonly count: number;
}

function reportEnd(end: End, data: DataRegion, problems: ProblemList): void {
  const { reached, present, missing, count } = end;
  if (reached > present) {
    problems.add(
      "data-missing",
      "error",
      `ends at byte ${data.fileLength}, its header describes ${data.start + reached} bytes: ${reached - present} are missing, in ${missing} of ${count} tensors; is the download complete?`,
      { offset: data.fileLength },
    );
  } else if (present > reached) {
    const message = `has ${present - reached} bytes after the last tensor`;
    problems.add("trailing-bytes", "warning", message, { offset: data.start + reached });
  }
}

function shownShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

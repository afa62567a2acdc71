import type { StridedAxis, StridedBox } from "./stridedBox.ts";

/** Elements as units of at most four bytes: what moves by value must keep every bit, also those of a NaN. */
export type Units = Uint8Array | Uint16Array | Uint32Array;

/** @param width of a unit: 1, 2 or 4. */
export function toUnits(bytes: Uint8Array<ArrayBuffer>, width: number): Units {
  const { buffer, byteOffset, byteLength } = bytes;
  if (width === 1) return bytes;
  const count = byteLength / width;
  if (width === 2) return new Uint16Array(buffer, byteOffset, count);
  return new Uint32Array(buffer, byteOffset, count);
}

/**
 * Copies a box out of the span of the file that begins at element `first`. Order does not matter to a copy: the
 * longest axis is the inner loop, since a short one costs most, and a transposition goes tile by tile.
 */
export function gather(box: StridedBox, { span, first }: Span, into: Units): void {
  const tile = tileOf(box.axes);
  const others = box.axes.filter((axis) => axis !== tile?.rows && axis !== tile?.columns);
  const axes = others.toSorted((a, b) => length(a) - length(b));
  copyAxes({ axes, tile, span, into }, 0, box.from - first, box.to);
}

export interface Span {
  readonly span: Units;
  readonly first: number;
}

/** Axes that are in order in file and answer are worth more than they are long: they are one copy. */
function length({ count, stride, step, picks }: StridedAxis): number {
  return picks === undefined && stride === 1 && step === 1 ? count * 16 : count;
}

/** The two axes of a transposition: neighbours in the file are far apart in the answer, and the other way round. */
interface Tile {
  readonly rows: StridedAxis;
  readonly columns: StridedAxis;
}

/** Elements of a tile's side: rows of two tiles of eight bytes stay in the smallest cache. */
const TILE = 32;

function tileOf(axes: readonly StridedAxis[]): Tile | undefined {
  const long = axes.filter(({ count, picks }) => picks === undefined && count >= TILE);
  const rows = long.toSorted((a, b) => a.stride - b.stride)[0];
  const columns = long.toSorted((a, b) => a.step - b.step)[0];
  return rows === undefined || columns === undefined || rows === columns
    ? undefined
    : { rows, columns };
}

interface Copy {
  readonly axes: readonly StridedAxis[];
  /** The innermost axes, where there are two such. */
  readonly tile: Tile | undefined;
  readonly span: Units;
  readonly into: Units;
}

function copyAxes(copy: Copy, depth: number, from: number, to: number): void {
  const axis = copy.axes[depth];
  if (axis === undefined) {
    if (copy.tile === undefined) copy.into[to] = copy.span[from] ?? 0;
    else copyTiles(copy, copy.tile, from, to);
    return;
  }
  if (depth === copy.axes.length - 1 && copy.tile === undefined) {
    copyLine(copy, axis, from, to);
    return;
  }
  const { count, stride, step, picks } = axis;
  for (let i = 0; i < count; i++) {
    const row = picks === undefined ? i : (picks.rows[i] ?? 0);
    const place = picks === undefined ? i : (picks.places[i] ?? 0);
    copyAxes(copy, depth + 1, from + row * stride, to + place * step);
  }
}

function copyLine({ span, into }: Copy, axis: StridedAxis, from: number, to: number): void {
  const { count, stride, step, picks } = axis;
  if (picks !== undefined) {
    const { rows, places } = picks;
    for (let i = 0; i < count; i++) {
      into[to + (places[i] ?? 0) * step] = span[from + (rows[i] ?? 0) * stride] ?? 0;
    }
    return;
  }
  if (stride === 1 && step === 1) {
    into.set(span.subarray(from, from + count), to);
    return;
  }
  let at = from;
  let place = to;
  for (let i = 0; i < count; i++) {
    into[place] = span[at] ?? 0;
    at += stride;
    place += step;
  }
}

function copyTiles({ span, into }: Copy, { rows, columns }: Tile, from: number, to: number): void {
  for (let top = 0; top < rows.count; top += TILE) {
    const bottom = Math.min(rows.count, top + TILE);
    for (let left = 0; left < columns.count; left += TILE) {
      const right = Math.min(columns.count, left + TILE);
      for (let row = top; row < bottom; row++) {
        let at = from + row * rows.stride + left * columns.stride;
        let place = to + row * rows.step + left * columns.step;
        for (let column = left; column < right; column++) {
          into[place] = span[at] ?? 0;
          at += columns.stride;
          place += columns.step;
        }
      }
    }
  }
}

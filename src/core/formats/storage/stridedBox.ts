/** One axis of a box: where its indices stand in the file and in the answer, both in elements. */
export interface StridedAxis {
  readonly count: number;
  readonly stride: number;
  readonly step: number;
  /** Where the axis is a choice of rows: their numbers in ascending order, and the place of each in the answer. */
  readonly picks?: { readonly rows: Float64Array; readonly places: Float64Array };
}

/** A part of a strided view: element `from` of the file goes to element `to` of the answer, and so on by the axes. */
export interface StridedBox {
  readonly from: number;
  readonly to: number;
  readonly axes: readonly StridedAxis[];
}

/**
 * The box of a whole view or of rows of it. Axes that are one in file and answer are joined, so that a matrix in
 * order is one long axis; no list is made along an axis.
 */
export function toBox(
  shape: readonly number[],
  strides: readonly number[],
  rows: readonly number[] | undefined,
): StridedBox {
  const counts = rows === undefined ? shape : [rows.length, ...shape.slice(1)];
  const axes: StridedAxis[] = [];
  const run = rows !== undefined && isRun(rows);
  let step = 1;
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    const count = counts[axis] ?? 1;
    const stride = strides[axis] ?? 0;
    if (axis === 0 && rows !== undefined && !run) axes.unshift(pickedAxis(rows, stride, step));
    else if (count !== 1) prepend(axes, { count, stride, step });
    step *= count;
  }
  return { from: run ? firstOf(rows) * firstOf(strides) : 0, to: 0, axes };
}

/** First element that a box has in the file, and the number of elements from there to its last. */
export function spanOf({ from, axes }: StridedBox): {
  readonly first: number;
  readonly length: number;
} {
  let first = from;
  let length = 1;
  for (const axis of axes) {
    first += (axis.picks?.rows[0] ?? 0) * axis.stride;
    length += extentOf(axis);
  }
  return { first, length };
}

/** Elements of the file from the first index of an axis to its last. */
export function extentOf({ count, stride, picks }: StridedAxis): number {
  if (picks === undefined) return (count - 1) * stride;
  return ((picks.rows[count - 1] ?? 0) - (picks.rows[0] ?? 0)) * stride;
}

/** Cuts a box along its axis at `index`: rows where more than `gap` elements lie between them, others in the middle. */
export function splitBox(box: StridedBox, index: number, gap: number): readonly StridedBox[] {
  const axis = box.axes[index];
  if (axis === undefined) return [box];
  const cuts = [0, ...cutsOf(axis, gap), axis.count];
  return cuts.slice(1).map((end, i) => partOf(box, { index, start: cuts[i] ?? 0, end }));
}

/** So many parts at a time, so that a million rows far apart are not a million boxes. */
const PARTS = 1000;

function cutsOf({ count, stride, picks }: StridedAxis, gap: number): readonly number[] {
  const cuts: number[] = [];
  if (picks !== undefined && count <= PARTS) {
    for (let i = 1; i < count; i++) {
      const rows = (picks.rows[i] ?? 0) - (picks.rows[i - 1] ?? 0);
      if (rows * stride > gap) cuts.push(i);
    }
  }
  return cuts.length > 0 ? cuts : [count >> 1];
}

interface Cut {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

function partOf(box: StridedBox, { index, start, end }: Cut): StridedBox {
  const { stride = 0, step = 0, picks } = box.axes[index] ?? {};
  const plain = { count: end - start, stride, step };
  if (picks === undefined) {
    const axes = box.axes.with(index, plain);
    return { from: box.from + start * stride, to: box.to + start * step, axes };
  }
  const rows = picks.rows.subarray(start, end);
  const places = picks.places.subarray(start, end);
  return { ...box, axes: box.axes.with(index, { ...plain, picks: { rows, places } }) };
}

/** Joins an axis to the one inside it where the two are one. */
function prepend(axes: StridedAxis[], outer: StridedAxis): void {
  const inner = axes[0];
  const joins =
    inner !== undefined &&
    outer.stride === inner.count * inner.stride &&
    outer.step === inner.count * inner.step;
  if (joins) axes[0] = { ...inner, count: outer.count * inner.count };
  else axes.unshift(outer);
}

function firstOf(numbers: readonly number[]): number {
  return numbers[0] ?? 0;
}

/** Rows one after the other need no list. */
function isRun(rows: readonly number[]): boolean {
  return rows.every((row, i) => i === 0 || row === (rows[i - 1] ?? 0) + 1);
}

function pickedAxis(rows: readonly number[], stride: number, step: number): StridedAxis {
  const order = Float64Array.from(rows.keys());
  const ascends = rows.every((row, i) => i === 0 || row >= (rows[i - 1] ?? 0));
  if (!ascends) order.sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0));
  const sorted = order.map((place) => rows[place] ?? 0);
  return { count: rows.length, stride, step, picks: { rows: sorted, places: order } };
}

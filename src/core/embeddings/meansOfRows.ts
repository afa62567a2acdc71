import { EMBEDDING_PIECE_BYTES } from "../bytes/limits.ts";
import type { MatrixRows } from "./matrixRows.ts";

/** For each of n words the rows that its vector is the mean of. */
export class RowLists {
  /** [n + 1]: the rows of word i are `rows[starts[i] … starts[i + 1])`. */
  readonly starts: number[] = [0];
  readonly rows: number[] = [];

  get count(): number {
    return this.starts.length - 1;
  }

  add(row: number): void {
    this.rows.push(row);
  }

  endWord(): void {
    this.starts.push(this.rows.length);
  }
}

/**
 * The means, [lists.count, columns]: summed in float64, rounded once. Goes through the matrix from its first row that is
 * needed to the last, once, whatever the order of the words: rows that are close together come in one read.
 * @throws FormatError `read-past-end`.
 */
export async function meansOfRows(
  matrix: MatrixRows,
  lists: RowLists,
  { into, signal }: { readonly into: Float32Array; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const { columns } = matrix;
  const sums = new Float64Array(lists.count * columns);
  const { rows, words } = sortedPairs(lists);
  for (let at = 0; at < rows.length;) {
    const end = endOfRun(rows, at, columns * 4);
    const first = rows[at] ?? 0;
    const values = await matrix.read(first, (rows[end - 1] ?? 0) - first + 1, signal);
    for (; at < end; at++) {
      const from = ((rows[at] ?? 0) - first) * columns;
      addRow(sums, (words[at] ?? 0) * columns, values.subarray(from, from + columns));
    }
    signal?.throwIfAborted();
  }
  divide(sums, lists, into);
}

/** Rows closer than this come in one read: about what a read costs beside the bytes between them. */
const GAP_BYTES = 16 * 1024;

/** Each row that is needed beside the word that needs it, by row. */
function sortedPairs({ starts, rows, count }: RowLists): {
  readonly rows: Float64Array;
  readonly words: Uint32Array;
} {
  // One number for both, exact in a double: rows are below 2^32 and there are at most 2^21 pairs.
  const keys = Float64Array.from(rows, (row, pair) => row * rows.length + pair).sort();
  const wordOf = new Uint32Array(rows.length);
  for (let word = 0; word < count; word++) wordOf.fill(word, starts[word], starts[word + 1]);
  return {
    rows: keys.map((key) => Math.floor(key / rows.length)),
    words: Uint32Array.from(keys, (key) => wordOf[key % rows.length] ?? 0),
  };
}

/** How far the rows from `at` on are close enough to be one read. */
function endOfRun(rows: Float64Array, at: number, width: number): number {
  const first = rows[at] ?? 0;
  let end = at + 1;
  for (; end < rows.length; end++) {
    const row = rows[end] ?? 0;
    const gap = (row - (rows[end - 1] ?? 0)) * width;
    if (gap > GAP_BYTES + width || (row - first + 1) * width > EMBEDDING_PIECE_BYTES) break;
  }
  return end;
}

/** Sums to means, rounded to float32. */
function divide(sums: Float64Array, { starts, count }: RowLists, into: Float32Array): void {
  const columns = sums.length / count;
  for (let word = 0; word < count; word++) {
    const parts = (starts[word + 1] ?? 0) - (starts[word] ?? 0);
    for (let k = word * columns; k < (word + 1) * columns; k++) into[k] = (sums[k] ?? 0) / parts;
  }
}

function addRow(sums: Float64Array, to: number, row: Float32Array): void {
  for (let k = 0; k < row.length; k++) sums[to + k] = (sums[to + k] ?? 0) + (row[k] ?? 0);
}

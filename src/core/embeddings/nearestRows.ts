import { NEIGHBOUR_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import type { ReadingOptions, StaticEmbeddings } from "./staticEmbeddings.ts";
import { readBlocks, type VectorBlock } from "./vectorBlocks.ts";

export interface NeighbourAsk {
  /** [dimensions], of any length but 0. */
  readonly vector: ArrayLike<number>;
  /** How many neighbours. */
  readonly count: number;
  /** Rows that are not listed: the words that were asked about. */
  readonly exclude: ReadonlySet<number>;
}

export interface Neighbour {
  readonly row: number;
  /** Cosine of the angle between the two vectors, −1 to 1. */
  readonly similarity: number;
}

/**
 * Nearest rows by cosine, a·b / (|a|·|b|), exactly: every row is compared, in float64. Most similar first; among equals
 * the earlier row. Rows without a direction (zeros, NaN, infinities) are nobody's neighbours.
 * @throws FormatError `bad-value` for a vector without a direction, `bad-shape` for one of another length.
 */
export function nearestRows(
  blocks: Iterable<VectorBlock>,
  ask: NeighbourAsk,
): readonly Neighbour[] {
  const best = new BestRows(ask);
  for (const block of blocks) best.enter(block);
  return best.list();
}

/** The same from the file, for vectors that are too many to stay in memory. */
export async function readNearestRows(
  embeddings: StaticEmbeddings,
  ask: NeighbourAsk,
  options: ReadingOptions = {},
): Promise<readonly Neighbour[]> {
  const best = new BestRows(ask);
  for await (const block of readBlocks(embeddings, options)) best.enter(block);
  return best.list();
}

/** The best rows so far, best first, in two arrays that never grow. */
class BestRows {
  readonly #query: Float64Array;
  readonly #exclude: ReadonlySet<number>;
  readonly #rows: Float64Array;
  readonly #similarities: Float64Array;
  #count = 0;

  constructor({ vector, count, exclude }: NeighbourAsk) {
    this.#query = toUnit(vector);
    this.#exclude = exclude;
    const most = Math.max(1, Math.min(count, NEIGHBOUR_LIMIT));
    this.#rows = new Float64Array(most);
    this.#similarities = new Float64Array(most);
  }

  enter({ first, dimensions, values, lengths }: VectorBlock): void {
    if (dimensions !== this.#query.length) {
      throw new FormatError(
        "bad-shape",
        `the vector has ${this.#query.length} values, those of the file have ${dimensions}`,
      );
    }
    for (let i = 0; i < lengths.length; i++) {
      const length = lengths[i] ?? 0;
      if (length === 0) continue;
      const similarity = dot(this.#query, values, i * dimensions) / length;
      if (similarity > this.#least && !this.#exclude.has(first + i)) {
        this.#insert(first + i, similarity);
      }
    }
  }

  list(): readonly Neighbour[] {
    return Array.from({ length: this.#count }, (_, i) => ({
      row: this.#rows[i] ?? 0,
      // Rounding can carry a cosine past 1 in the last place.
      similarity: Math.max(-1, Math.min(1, this.#similarities[i] ?? 0)),
    }));
  }

  /** What a row must be above to be listed. */
  get #least(): number {
    const isFull = this.#count === this.#rows.length;
    return isFull ? (this.#similarities[this.#count - 1] ?? 0) : -Infinity;
  }

  #insert(row: number, similarity: number): void {
    let at = Math.min(this.#count, this.#rows.length - 1);
    while (at > 0 && (this.#similarities[at - 1] ?? 0) < similarity) {
      this.#rows[at] = this.#rows[at - 1] ?? 0;
      this.#similarities[at] = this.#similarities[at - 1] ?? 0;
      at--;
    }
    this.#rows[at] = row;
    this.#similarities[at] = similarity;
    this.#count = Math.min(this.#count + 1, this.#rows.length);
  }
}

/**
 * The vector with length 1.
 * @throws FormatError `bad-value` where it has no direction.
 */
export function toUnit(vector: ArrayLike<number>): Float64Array {
  const unit = Float64Array.from(vector);
  const length = Math.sqrt(unit.reduce((sum, value) => sum + value * value, 0));
  if (length > 0 && Number.isFinite(length)) return unit.map((value) => value / length);
  throw new FormatError(
    "bad-value",
    "the vector has no direction: all its values are 0, or one is NaN or infinite",
  );
}

/** query · row, with four sums so that additions need not wait for each other. */
function dot(query: Float64Array, values: Float32Array, from: number): number {
  const whole = query.length - (query.length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0, at = from; i < whole; i += 4, at += 4) {
    a += (query[i] ?? 0) * (values[at] ?? 0);
    b += (query[i + 1] ?? 0) * (values[at + 1] ?? 0);
    c += (query[i + 2] ?? 0) * (values[at + 2] ?? 0);
    d += (query[i + 3] ?? 0) * (values[at + 3] ?? 0);
  }
  return a + b + (c + d) + rest(query, values, from, whole);
}

/** The last values, where their number is no multiple of four. */
function rest(query: Float64Array, values: Float32Array, from: number, whole: number): number {
  let sum = 0;
  for (let i = whole; i < query.length; i++) sum += (query[i] ?? 0) * (values[from + i] ?? 0);
  return sum;
}

import { FormatError } from "../errors.ts";
import { elementCount } from "../formats/dtype.ts";
import type { TensorInfo } from "../formats/tensorTable.ts";
import { cutRun, type ElementSource, type Watch } from "./tensorPieces.ts";
import { toNumbers } from "./toNumbers.ts";

/** a − b, element by element, over the pairs of which both are finite. `null` where there is no such pair. */
export interface TensorComparison {
  /** All pairs. */
  readonly count: number;
  /** Pairs with the same bits of value; NaN beside NaN counts as equal, 0 beside −0 as well. */
  readonly equal: number;
  /** Pairs that cannot be subtracted: one is NaN or infinite. */
  readonly notFinite: number;
  readonly maxAbsolute: number | null;
  /** Row-major index of the largest |a − b|. */
  readonly maxAt: number | null;
  readonly meanDifference: number | null;
  readonly meanAbsolute: number | null;
  /** Σab / √(Σa² · Σb²); null where one side is zero throughout. */
  readonly cosine: number | null;
}

/** @throws FormatError `bad-shape` where the tensors have different shapes. */
export function requireSameShape(a: TensorInfo, b: TensorInfo): void {
  const isSame =
    a.shape.length === b.shape.length && a.shape.every((size, axis) => size === b.shape[axis]);
  if (isSame) return;
  throw new FormatError(
    "bad-shape",
    `${a.name} has shape [${a.shape.join(", ")}] and ${b.name} has [${b.shape.join(", ")}]; tensors of one shape can be compared`,
  );
}

/** Reads both tensors once, piece by piece; sums in float64. @throws FormatError `bad-shape`. */
export async function readTensorComparison(
  source: ElementSource,
  [a, b]: readonly [TensorInfo, TensorInfo],
  { signal, progress }: Watch = {},
): Promise<TensorComparison> {
  requireSameShape(a, b);
  const count = elementCount(a.shape);
  const sums = new PairSums();
  for (const run of cutRun(a, { first: 0, count })) {
    const left = toNumbers(await source.readElements(a, run, signal));
    const right = toNumbers(await source.readElements(b, run, signal));
    sums.add(left, right, run.first);
    progress?.(run.first + run.count, count);
  }
  return sums.result(count);
}

class PairSums {
  #equal = 0;
  #finite = 0;
  #maxAbsolute = -1;
  #maxAt = 0;
  #difference = 0;
  #absolute = 0;
  #product = 0;
  #leftSquares = 0;
  #rightSquares = 0;

  add(left: Float32Array | Float64Array, right: Float32Array | Float64Array, first: number): void {
    const piece = { difference: 0, absolute: 0, product: 0, left: 0, right: 0 };
    for (let i = 0; i < left.length; i++) {
      const a = left[i] ?? 0;
      const b = right[i] ?? 0;
      if (a === b || (Number.isNaN(a) && Number.isNaN(b))) this.#equal++;
      const difference = a - b;
      if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
      this.#finite++;
      const size = Math.abs(difference);
      if (size > this.#maxAbsolute) {
        this.#maxAbsolute = size;
        this.#maxAt = first + i;
      }
      piece.difference += difference;
      piece.absolute += size;
      piece.product += a * b;
      piece.left += a * a;
      piece.right += b * b;
    }
    this.#difference += piece.difference;
    this.#absolute += piece.absolute;
    this.#product += piece.product;
    this.#leftSquares += piece.left;
    this.#rightSquares += piece.right;
  }

  result(count: number): TensorComparison {
    const finite = this.#finite;
    const counts = { count, equal: this.#equal, notFinite: count - finite };
    if (finite === 0) {
      const none = { maxAbsolute: null, maxAt: null, meanDifference: null };
      return { ...counts, ...none, meanAbsolute: null, cosine: null };
    }
    const norms = Math.sqrt(this.#leftSquares) * Math.sqrt(this.#rightSquares);
    return {
      ...counts,
      maxAbsolute: this.#maxAbsolute,
      maxAt: this.#maxAt,
      meanDifference: this.#difference / finite,
      meanAbsolute: this.#absolute / finite,
      cosine: norms === 0 ? null : this.#product / norms,
    };
  }
}

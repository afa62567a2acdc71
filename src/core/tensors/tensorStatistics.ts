import { elementCount } from "../formats/dtype.ts";
import type { TensorInfo } from "../formats/tensorTable.ts";
import { type Histogram, HistogramCounter } from "./histogram.ts";
import { type ElementSource, tensorPieces, type Watch } from "./tensorPieces.ts";
import { type Numbers, toNumbers } from "./toNumbers.ts";

/** Of the finite values, unless a field says otherwise. `null` where there is no finite value. */
export interface TensorStatistics {
  /** All elements. */
  readonly count: number;
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
  /** Zeros of either sign. */
  readonly zeros: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Of the population: the square root of the mean squared distance from the mean. */
  readonly std: number | null;
  readonly histogram: Histogram | null;
}

/**
 * Reads a tensor of any size twice, in bounded pieces. The first pass counts, finds the range and sums in float64
 * (mean = sum / n); the second sums the squared distances from that mean, so that nothing cancels where the mean is
 * far from zero, and counts the histogram between the smallest and the largest value.
 */
export async function readTensorStatistics(
  source: ElementSource,
  tensor: TensorInfo,
  { signal, progress }: Watch = {},
): Promise<TensorStatistics> {
  const total = 2 * elementCount(tensor.shape);
  let done = 0;
  const pass = async (take: (values: Numbers) => void): Promise<void> => {
    for await (const piece of tensorPieces(source, tensor, signal)) {
      const values = toNumbers(piece);
      take(values);
      done += values.length;
      progress?.(done, total);
    }
  };
  const first = new FirstPass();
  await pass((values) => first.add(values));
  const { nan, positiveInfinity, negativeInfinity, zeros } = first;
  const counts = { count: total / 2, nan, positiveInfinity, negativeInfinity, zeros };
  if (first.finite === 0) {
    return { ...counts, min: null, max: null, mean: null, std: null, histogram: null };
  }
  const mean = first.sum / first.finite;
  const counter = new HistogramCounter(first.min, first.max);
  const spread = new Spread(mean);
  await pass((values) => {
    spread.add(values);
    counter.add(values);
  });
  return {
    ...counts,
    min: first.min,
    max: first.max,
    mean,
    std: spread.std(first.finite),
    histogram: counter.histogram,
  };
}

class FirstPass {
  finite = 0;
  nan = 0;
  positiveInfinity = 0;
  negativeInfinity = 0;
  zeros = 0;
  min = Infinity;
  max = -Infinity;
  sum = 0;

  add(values: Numbers): void {
    // Each piece is summed by itself: two levels of sums lose less than one long one.
    let sum = 0;
    let finite = 0;
    let zeros = 0;
    let { min, max } = this;
    for (const value of values) {
      if (value - value !== 0) {
        this.#countOdd(value);
        continue;
      }
      finite++;
      sum += value;
      if (value === 0) zeros++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.finite += finite;
    this.sum += sum;
    this.zeros += zeros;
    this.min = min;
    this.max = max;
  }

  #countOdd(value: number): void {
    if (Number.isNaN(value)) this.nan++;
    else if (value > 0) this.positiveInfinity++;
    else this.negativeInfinity++;
  }
}

/** Corrected for what the mean lost when it was rounded: Σ(x − m)² − (Σ(x − m))² / n (Chan, Golub, LeVeque 1983). */
class Spread {
  readonly #mean: number;
  #squares = 0;
  #rest = 0;

  constructor(mean: number) {
    this.#mean = mean;
  }

  add(values: Numbers): void {
    const mean = this.#mean;
    let squares = 0;
    let rest = 0;
    for (const value of values) {
      const distance = value - mean;
      if (distance - distance !== 0) continue;
      squares += distance * distance;
      rest += distance;
    }
    this.#squares += squares;
    this.#rest += rest;
  }

  std(count: number): number {
    return Math.sqrt(Math.max(0, this.#squares - this.#rest ** 2 / count) / count);
  }
}

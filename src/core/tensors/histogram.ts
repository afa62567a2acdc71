import type { Numbers } from "./toNumbers.ts";

/** Bins of equal width; every bin has its lower edge in it, the last one its upper edge, too. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/** As many bars as a column of the page shows apart. */
const BINS = 64;

/**
 * Counts finite values between a smallest and a largest one. Edge i is from + i · (to − from) / bins in float64, as
 * in numpy.histogram; where all values are one value, the range is half a unit to either side of it.
 */
export class HistogramCounter {
  readonly #edges: Float64Array;
  readonly #counts = new Float64Array(BINS);

  constructor(min: number, max: number) {
    const [from, to] = min === max ? [min - 0.5, max + 0.5] : [min, max];
    // Divided first: the range of the largest doubles has no double of its own.
    const step = to / BINS - from / BINS;
    this.#edges = Float64Array.from({ length: BINS + 1 }, (_, i) => from + i * step);
    this.#edges[BINS] = to;
  }

  add(values: Numbers): void {
    const edges = this.#edges;
    const counts = this.#counts;
    const from = edges[0] ?? 0;
    const perUnit = 1 / ((edges[1] ?? 1) - from);
    for (const value of values) {
      if (value - value !== 0) continue;
      let bin = Math.min(BINS - 1, Math.floor((value - from) * perUnit));
      // The quotient is rounded; the edges decide.
      if (value < (edges[bin] ?? 0)) bin--;
      else if (bin < BINS - 1 && value >= (edges[bin + 1] ?? 0)) bin++;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }

  get histogram(): Histogram {
    return {
      from: this.#edges[0] ?? 0,
      to: this.#edges[BINS] ?? 0,
      counts: [...this.#counts],
    };
  }
}

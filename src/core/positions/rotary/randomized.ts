import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import { sinusoidalRow } from "../absolute/sinusoidal.ts";
import { vectorTable } from "../absolute/vectorTable.ts";
import type { PositionKind } from "../positionKind.ts";
import { seededNumbers } from "../seededNumbers.ts";
import type { RandomizedScheme } from "./rotarySchemes.ts";

/**
 * Randomised positions (Ruoss et al. 2023, arXiv 2305.16843, section 3): n positions drawn uniformly and without
 * replacement from 0 … N − 1, sorted, and then given to any encoding, so that training meets large positions in short
 * inputs. The encoding here is the sinusoidal one, the paper's first. A sample from a seeded generator, the same for
 * the same seed and length; the paper draws anew for each batch.
 */
export const randomized: PositionKind<RandomizedScheme> = {
  kind: "randomized",
  label: ({ range }) => `Randomised positions · from ${numberText(range)}`,
  vectors: (scheme, positions, sequenceLength) => {
    const last = positions.reduce((most, position) => Math.max(most, position), 0);
    const drawn = drawPositions(scheme, Math.max(sequenceLength, last + 1));
    const sinusoidal = {
      kind: "sinusoidal",
      width: scheme.width,
      layout: "interleaved",
      spacing: "transformer",
      base: 10_000,
      firstRow: 0,
      zeroRow: null,
    } as const;
    const formula =
      `sinusoids of positions drawn from 0 … ${scheme.range - 1} and sorted, seed ${scheme.seed} ` +
      `(Ruoss et al. 2023; simulated)`;
    return vectorTable(positions, scheme.width, formula, (position) =>
      sinusoidalRow(sinusoidal, drawn[position] ?? NaN),
    );
  },
  bare: {
    title: "Randomised positions (Ruoss et al. 2023)",
    parameters: [
      {
        name: "range",
        type: "integer",
        min: 1,
        max: 4_194_304,
        default: 2048,
        means: "N: positions are drawn from 0 to N − 1.",
      },
      { name: "d_model", type: "integer", min: 1, max: 65_536, default: 64, means: "Width." },
      {
        name: "seed",
        type: "integer",
        min: 0,
        max: 4_294_967_295,
        default: 0,
        means: "Of the generator.",
      },
    ],
    create: (values) => ({
      kind: "randomized",
      range: Number(values.get("range")),
      width: Number(values.get("d_model")),
      seed: Number(values.get("seed")),
    }),
  },
  beyond: ({ range }) =>
    `inputs up to ${numberText(range)} tokens meet positions of training; longer ones cannot be drawn`,
};

/**
 * `count` positions, strictly increasing, every choice equally likely: a position is taken with the probability that
 * what is still wanted has among what is left (Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2 S).
 * @throws FormatError `bad-value` where the range has fewer positions than are wanted.
 */
export function drawPositions({ range, seed }: RandomizedScheme, count: number): Uint32Array {
  if (count > range) {
    throw new FormatError(
      "bad-value",
      `${numberText(count)} positions are wanted, range has ${numberText(range)}; as many or fewer are allowed`,
    );
  }
  const numbers = seededNumbers(seed);
  const drawn = new Uint32Array(count);
  let taken = 0;
  for (let position = 0; taken < count; position++) {
    const isTaken = (range - position) * numbers.at(position) < count - taken;
    if (isTaken) drawn[taken++] = position;
  }
  return drawn;
}

/** What the k-th smallest of `count` positions is on average, and how far it spreads; k from 0. */
export interface OrderStatistic {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Exact mean and variance of each drawn position: k(N + 1)/(n + 1) − 1 and
 * k(n − k + 1)(N + 1)(N − n) / ((n + 1)²(n + 2)), k from 1 (order statistics of a draw without replacement, David and
 * Nagaraja 2003, section 2.1; positions from 0, which takes 1 off the mean).
 */
export function orderStatistics(count: number, range: number): OrderStatistic[] {
  return Array.from({ length: count }, (_, index) => {
    const k = index + 1;
    return {
      mean: (k * (range + 1)) / (count + 1) - 1,
      variance:
        (k * (count - k + 1) * (range + 1) * (range - count)) / ((count + 1) ** 2 * (count + 2)),
    };
  });
}

/** Mean distance of neighbours, (N + 1)/(n + 1). */
export function meanGap(count: number, range: number): number {
  return (range + 1) / (count + 1);
}

import { FormatError } from "../errors.ts";
import type { SinusoidalScheme } from "../positions/absolute/absoluteSchemes.ts";
import { sinusoidalRow } from "../positions/absolute/sinusoidal.ts";
import { maxRotationCells } from "../positions/limits.ts";
import { lostExponentFormula, lostExponentRows } from "../positions/lostExponent.ts";
import { randomTableFormula, randomTableRows } from "../positions/randomTable.ts";
import { scalarAbsoluteFormula, scalarAbsoluteRows } from "../positions/scalarAbsolute.ts";
import { scaleBasedFormula, scaleBasedRows } from "../positions/scaleBased.ts";
import type { SeededNumbers } from "../positions/seededNumbers.ts";

/** Position vectors that are added to those of tokens and need no weights: what is tried on static embeddings. */
export interface AddedPositions {
  readonly id: string;
  readonly label: string;
  /** Shown beside the vectors. */
  readonly formula: string;
  /** [positions.length, dimensions], row-major. */
  rows(ask: PositionAsk): Float64Array;
}

export interface PositionAsk {
  readonly dimensions: number;
  readonly positions: readonly number[];
  /** Tokens of the whole sequence, for schemes whose vectors depend on it. */
  readonly sequenceLength: number;
  /** For tables that nobody trained; its seed is shown with them. */
  readonly numbers: SeededNumbers;
}

/**
 * In the order they are offered. The content-weighted scheme of the source articles is not among them: its vectors
 * need trained weights and the other tokens.
 */
export const addedPositions: readonly AddedPositions[] = [
  {
    id: "sinusoidal",
    label: "Sinusoidal (Transformer)",
    formula:
      "PE(p, 2i) = sin(p / 10000^(2i/d)), PE(p, 2i+1) = cos(p / 10000^(2i/d)) (Vaswani et al. 2017, section 3.5)",
    rows: ({ dimensions, positions }) => sinusoidalRows(dimensions, positions),
  },
  {
    id: "learned-random",
    label: "Learned, random init (untrained)",
    formula: randomTableFormula,
    rows: ({ dimensions, positions, numbers }) => randomTableRows(dimensions, positions, numbers),
  },
  {
    id: "scalar-absolute",
    label: "Scalar absolute",
    formula: scalarAbsoluteFormula,
    rows: ({ dimensions, positions }) => scalarAbsoluteRows(dimensions, positions),
  },
  {
    id: "lost-exponent",
    label: "Sine and cosine, exponent lost",
    formula: lostExponentFormula,
    rows: ({ dimensions, positions }) => lostExponentRows(dimensions, positions),
  },
  {
    id: "scale-based",
    label: "Scale-based, clamped to ±50",
    formula: scaleBasedFormula,
    rows: ({ dimensions, positions, sequenceLength }) =>
      scaleBasedRows({ dimensions, sequenceLength, clamp: 50 }, positions),
  },
];

/**
 * Vectors of the positions by the scheme of that id.
 * @throws FormatError `unsupported` for another id, `limit-exceeded` for more values than are computed at once.
 */
export function addedRows(id: string, ask: PositionAsk): Float64Array {
  const scheme = addedPositions.find((candidate) => candidate.id === id);
  if (scheme === undefined) {
    const ids = addedPositions.map((candidate) => candidate.id).join(", ");
    throw new FormatError("unsupported", `there is no scheme "${id}"; there are ${ids}`);
  }
  const cells = ask.positions.length * ask.dimensions;
  if (cells <= maxRotationCells) return scheme.rows(ask);
  throw new FormatError(
    "limit-exceeded",
    `${ask.positions.length} positions of ${ask.dimensions} dimensions are ${cells} values, at most ${maxRotationCells} are computed at once`,
  );
}

/** As in the Transformer's paper: sines and cosines in turn, an odd width ending with a sine. */
function sinusoidalRows(width: number, positions: readonly number[]): Float64Array {
  const scheme: SinusoidalScheme = {
    kind: "sinusoidal",
    width,
    layout: "interleaved",
    spacing: "transformer",
    base: 10_000,
    firstRow: 0,
    zeroRow: null,
  };
  const rows = new Float64Array(positions.length * width);
  positions.forEach((position, i) => rows.set(sinusoidalRow(scheme, position), i * width));
  return rows;
}

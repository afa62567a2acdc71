import { FormatError } from "../../errors.ts";
import { maxComparedPositions } from "../limits.ts";
import { distanceTests } from "./distanceTests.ts";
import { effectiveRank } from "./effectiveRank.ts";
import { linearShiftResidual } from "./linearShift.ts";
import { roundVectors, type RoundedType } from "./roundVectors.ts";
import { similarityTests } from "./similarityTests.ts";
import type { VectorRows } from "./vectorRows.ts";

/** One test of positional vectors: what was found, what passes, and what that means. */
export interface QualityTest {
  readonly id: string;
  readonly title: string;
  readonly verdict: "pass" | "warn" | "fail";
  /** The number that was judged; `undefined` where there is none (no period). */
  readonly value: number | undefined;
  /** What passes, as text: "above 0.05". */
  readonly threshold: string;
  /** The formula by name. */
  readonly formula: string;
  /** One sentence with the positions or numbers that show it. */
  readonly means: string;
}

/**
 * How well vectors tell positions apart, with thresholds that were calibrated on the encodings of the Transformer and
 * of tutorials at 512 positions and 64 dimensions. Thresholds are ours; a learned table may fail "linear shift" and
 * "translation" and serve its model well, since attention learns around it.
 * @throws FormatError `limit-exceeded` for more positions than are compared pair by pair, `bad-value` for NaN.
 */
export function qualityReport(rows: VectorRows): readonly QualityTest[] {
  requireComparable(rows);
  const distances = distanceTests(rows);
  const similarity = similarityTests(rows);
  const [first, second] = distances.nearest;
  const { smallest, collisions, neighbours, period } = distances;
  return [
    uniqueness("uniqueness", "float64", { smallest, collisions, nearest: [first, second] }),
    ...(["float16", "bfloat16"] as const).map((type) => roundedUniqueness(rows, type)),
    commonPeriod(period, rows.count),
    translationInvariance(similarity.translation),
    linearShift(linearShiftResidual(rows)),
    boundedness(similarity.largest, similarity.normSpread),
    locality(neighbours),
    rankTest(effectiveRank(rows), rows.width),
    monotoneDecay(similarity.monotone, similarity.firstIncrease),
  ];
}

function requireComparable({ count, width, values }: VectorRows): void {
  if (count > maxComparedPositions) {
    throw new FormatError(
      "limit-exceeded",
      `${count} positions were given, at most ${maxComparedPositions} are compared with each other`,
    );
  }
  for (let i = 0; i < count * width; i++) {
    if (Number.isFinite(values[i])) continue;
    const position = Math.floor(i / width);
    throw new FormatError(
      "bad-value",
      `the vector of position ${position} has ${String(values[i])} in it`,
    );
  }
}

function graded(value: number, pass: number, fail: number): QualityTest["verdict"] {
  if (value < pass) return "pass";
  return value > fail ? "fail" : "warn";
}

interface Nearest {
  readonly smallest: number;
  readonly collisions: number;
  readonly nearest: readonly [number, number];
}

function uniqueness(
  id: string,
  type: string,
  { smallest, collisions, nearest }: Nearest,
): QualityTest {
  const pair = `${nearest[0]} and ${nearest[1]}`;
  const fails = collisions > 0 || smallest < 1e-2;
  return {
    id,
    title: `Uniqueness in ${type}`,
    verdict: fails ? "fail" : smallest < 5e-2 ? "warn" : "pass",
    value: smallest,
    threshold: "above 0.05; below 0.01 or any collision fails",
    formula: "min ‖x_i − x_j‖ over the root mean square length",
    means:
      collisions > 0
        ? `${collisions} pairs of positions have the same vector, ${pair} among them`
        : `the nearest positions are ${pair}`,
  };
}

function roundedUniqueness(rows: VectorRows, type: RoundedType): QualityTest {
  const rounded = roundVectors(rows, type);
  const isFinite = Array.from(rounded.values).every(Number.isFinite);
  if (isFinite) return uniqueness(`uniqueness-${type}`, type, distanceTests(rounded));
  return {
    id: `uniqueness-${type}`,
    title: `Uniqueness in ${type}`,
    verdict: "fail",
    value: undefined,
    threshold: "above 0.05; below 0.01 or any collision fails",
    formula: "min ‖x_i − x_j‖ over the root mean square length",
    means: `a value is beyond the largest ${type}`,
  };
}

function boundedness(largest: number, spread: number): QualityTest {
  return {
    id: "boundedness",
    title: "Boundedness",
    verdict: largest <= 1 || spread < 0.01 ? "pass" : "fail",
    value: largest,
    threshold: "at most 1, or lengths that differ by less than 0.01 of their mean",
    formula: "max |x|, and the standard deviation of lengths over their mean",
    means: `values reach ${largest.toPrecision(3)}, lengths spread by ${spread.toPrecision(2)} of their mean`,
  };
}

function commonPeriod(period: number | undefined, count: number): QualityTest {
  return {
    id: "period",
    title: "No common period",
    verdict: period === undefined ? "pass" : "fail",
    value: period,
    threshold: `none up to ${Math.floor(count / 2)}`,
    formula: "smallest T with max |x_(i+T) − x_i| < 10⁻⁶ · max |x|",
    means:
      period === undefined
        ? "the vectors do not repeat"
        : `positions ${period} apart have the same vector: 0 and ${period}, 1 and ${period + 1}, …`,
  };
}

function translationInvariance(residual: number): QualityTest {
  return {
    id: "translation-invariance",
    title: "Translation invariance",
    verdict: graded(residual, 1e-3, 1e-2),
    value: residual,
    threshold: "below 0.001; above 0.01 fails",
    formula: "‖G − T(G)‖ / ‖G‖, G = X·Xᵀ, T(G) the means of its diagonals",
    means:
      residual < 1e-3
        ? "the similarity of two positions depends on their distance alone"
        : "the similarity of two positions depends on where they are, not only on their distance",
  };
}

function linearShift(residual: number): QualityTest {
  return {
    id: "linear-shift",
    title: "Linear shift",
    verdict: graded(residual, 1e-6, 0.05),
    value: residual,
    threshold: "below 0.000001; above 0.05 fails",
    formula: "min over M of ‖X₁ − X₀·M‖ / ‖X₁‖ (Vaswani et al. 2017, section 3.5)",
    means:
      residual < 1e-6
        ? "one linear map takes every position to the next"
        : "no linear map takes every position to the next",
  };
}

function locality(neighbours: number): QualityTest {
  return {
    id: "locality",
    title: "Locality",
    verdict: neighbours > 0.02 && neighbours < 1 ? "pass" : "fail",
    value: neighbours,
    threshold: "from 0.02 to 1",
    formula: "mean ‖x_(i+1) − x_i‖ over the root mean square length",
    means: localityText(neighbours),
  };
}

function rankTest(rank: number, width: number): QualityTest {
  return {
    id: "effective-rank",
    title: "Effective rank",
    verdict: width < 16 || rank >= 3 ? "pass" : "fail",
    value: rank,
    threshold: "3 or more of 16 dimensions or more",
    formula: "exp of the entropy of σ² / Σσ² (Roy and Vetterli 2007)",
    means: `the vectors use ${rank.toFixed(1)} of ${width} dimensions`,
  };
}

function localityText(neighbours: number): string {
  if (neighbours <= 0.02) return "neighbours have nearly the same vector";
  return neighbours >= 1
    ? "neighbours are about as far from each other as random vectors"
    : "neighbours are near each other and can be told apart";
}

/** Not monotone even for the right formula, so this never fails. */
function monotoneDecay(share: number, firstIncrease: number | undefined): QualityTest {
  return {
    id: "monotone-decay",
    title: "Decay of similarity",
    verdict: share > 0.5 ? "pass" : "warn",
    value: share,
    threshold: "more than half of the distances from 1 to 64",
    formula: "share of m with s(m) ≤ s(m − 1), s the mean cosine at distance m",
    means:
      firstIncrease === undefined
        ? "similarity falls with distance"
        : `similarity grows for the first time at distance ${firstIncrease}`,
  };
}

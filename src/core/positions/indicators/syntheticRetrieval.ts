import { seededNumbers } from "../seededNumbers.ts";

/** A head that looks for one key among others, with vectors that nobody trained. */
export interface SyntheticHead {
  /** Radians a token, [pairs]. */
  readonly inverseFrequencies: Float64Array;
  /** What cos and sin are multiplied by. */
  readonly attentionFactor: number;
  /** d: all dimensions of the head; those beyond the pairs do not turn. */
  readonly headDim: number;
  /** n: keys beside the one that is looked for. */
  readonly distractors: number;
}

/**
 * Weight of a key like the query at each distance, as a closed form: 1 / (1 + n·e^(v/2 − m)), with
 * m = (2·f²·B_D + d − r) / √d the score of that key and v = (f⁴·r + d − r) / d the variance of the others' scores.
 * Without a factor and with all dimensions turning this is 1 / (1 + n·e^(1/2 − 2·B_D/√d)).
 */
export function predictedRetrieval(head: SyntheticHead, distances: readonly number[]): number[] {
  const { inverseFrequencies, attentionFactor, headDim, distractors } = head;
  const turning = 2 * inverseFrequencies.length;
  const still = Math.max(0, headDim - turning);
  const factor = attentionFactor ** 2;
  const variance = (factor ** 2 * turning + still) / headDim;
  return distances.map((distance) => {
    let decay = 0;
    for (const frequency of inverseFrequencies) decay += Math.cos(distance * frequency);
    const score = (2 * factor * decay + still) / Math.sqrt(headDim);
    return 1 / (1 + distractors * Math.exp(variance / 2 - score));
  });
}

/**
 * The same, drawn: q from N(0, I), the key equal to q, the other keys from N(0, I), softmax over q·k / √d; the median of
 * `trials` draws. Given q the scores of the others are normal with the variance of q's own length, so they are drawn
 * directly; one draw serves all distances.
 */
export function simulatedRetrieval(
  head: SyntheticHead,
  distances: readonly number[],
  { seed, trials }: { readonly seed: number; readonly trials: number },
): number[] {
  const { inverseFrequencies, attentionFactor, headDim, distractors } = head;
  const pairs = inverseFrequencies.length;
  const factor = attentionFactor ** 2;
  const normal = normalNumbers(seed);
  const draws = Array.from({ length: trials }, () => {
    const lengths = Float64Array.from({ length: pairs }, () => normal() ** 2 + normal() ** 2);
    let still = 0;
    for (let k = 2 * pairs; k < headDim; k++) still += normal() ** 2;
    const turning = lengths.reduce((sum, length) => sum + length, 0);
    const spread = Math.sqrt((factor ** 2 * turning + still) / headDim);
    let others = 0;
    for (let k = 0; k < distractors; k++) others += Math.exp(spread * normal());
    return { lengths, still, others };
  });
  return distances.map((distance) => {
    const cosines = inverseFrequencies.map((frequency) => factor * Math.cos(distance * frequency));
    const weights = draws.map(({ lengths, still, others }) => {
      let score = still;
      for (let pair = 0; pair < pairs; pair++) score += (lengths[pair] ?? 0) * (cosines[pair] ?? 0);
      const weight = Math.exp(score / Math.sqrt(headDim));
      return weight / (weight + others);
    });
    return median(weights);
  });
}

/** Numbers from N(0, 1), the same for the same seed (Box and Muller 1958). */
function normalNumbers(seed: number): () => number {
  const numbers = seededNumbers(seed);
  let index = 0;
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - numbers.at(index)));
    const angle = 2 * Math.PI * numbers.at(index + 1);
    index += 2;
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/**
 * B_D = Σ_i cos(D·ω_i): how much more a query expects of a key like itself at distance D than of any other, up to 2σ²
 * (Men et al. 2024, arXiv 2405.14591). Where it is negative the model has to prefer other keys.
 *
 * @returns the smallest D from 1 to `limit` with B_D < 0, or `undefined` where there is none.
 */
export function firstNegativeDistance(
  inverseFrequencies: ArrayLike<number>,
  limit: number,
): number | undefined {
  const turns = startTurning(inverseFrequencies);
  for (let distance = 1; distance <= limit; distance++) {
    if (turns.sumAt(distance) < 0) return distance;
  }
  return undefined;
}

/** B_D at one distance, in float64; between −pairs and pairs, and as many as there are pairs at distance 0. */
export function decayAt(inverseFrequencies: Iterable<number>, distance: number): number {
  let sum = 0;
  for (const frequency of inverseFrequencies) sum += Math.cos(distance * frequency);
  return sum;
}

/** Number of distances D below `limit` with B_D < 0, from 0 on. */
export function negativeDistances(inverseFrequencies: ArrayLike<number>, limit: number): number {
  const turns = startTurning(inverseFrequencies);
  let count = 0;
  for (let distance = 1; distance < limit; distance++) {
    if (turns.sumAt(distance) < 0) count++;
  }
  return count;
}

/**
 * Each pair as a point that is turned by its angle once a step: four multiplications in place of a cosine. Rounding
 * grows with the steps, so the points are set afresh now and then; the sum is then good to 10⁻¹¹.
 */
function startTurning(inverseFrequencies: ArrayLike<number>): { sumAt(distance: number): number } {
  const pairs = inverseFrequencies.length;
  const stepCos = Float64Array.from(inverseFrequencies, (frequency) => Math.cos(frequency));
  const stepSin = Float64Array.from(inverseFrequencies, (frequency) => Math.sin(frequency));
  const cos = new Float64Array(pairs).fill(1);
  const sin = new Float64Array(pairs);
  return {
    sumAt: (distance) => {
      let sum = 0;
      const isFresh = distance % STEPS_BETWEEN === 0;
      for (let i = 0; i < pairs; i++) {
        const x = cos[i] ?? 0;
        const y = sin[i] ?? 0;
        const angle = distance * (inverseFrequencies[i] ?? 0);
        const turned = isFresh ? Math.cos(angle) : x * (stepCos[i] ?? 0) - y * (stepSin[i] ?? 0);
        sin[i] = isFresh ? Math.sin(angle) : y * (stepCos[i] ?? 0) + x * (stepSin[i] ?? 0);
        cos[i] = turned;
        sum += turned;
      }
      return sum;
    },
  };
}

const STEPS_BETWEEN = 1024;

/**
 * The smallest base whose B_D is never negative up to `length`, by the fit of Men et al. (figure 1) for heads of 128
 * dimensions: b = 0.0424 · L^1.628.
 */
export function fittedBaseBound(length: number): number {
  return 0.0424 * length ** 1.628;
}

import { shortestDecimal } from "./shortestDecimal.ts";

/** What `rope_freqs.weight` says when it was made from a llama3 block. */
export interface Llama3Factors {
  readonly factor: number;
  readonly originalLength: number;
  readonly lowFreqFactor: number;
  readonly highFreqFactor: number;
}

/**
 * The llama3 block (Meta 2024) that gives these divisors of the frequencies, one a pair; `undefined` where no or more
 * than one usual block does. Published blocks have low 1 and high 4 and an original length that is a power of two;
 * divisors in between tell which. Formula: `_compute_llama3_parameters` of transformers 5.23.
 */
export function llama3Factors(
  divisors: readonly number[],
  base: number,
): Llama3Factors | undefined {
  const factor = shortestDecimal(divisors.reduce((most, divisor) => Math.max(most, divisor), 1));
  if (factor === 1) return undefined;
  const fitting = originalLengths.filter((originalLength) => {
    const block = { ...usual, factor, originalLength };
    return divisors.every((divisor, pair) => {
      const wanted = divisorOf(block, 2 * Math.PI * base ** (pair / divisors.length));
      return Math.abs(wanted / divisor - 1) < TOLERANCE;
    });
  });
  const [originalLength, ...others] = fitting;
  if (originalLength === undefined || others.length > 0) return undefined;
  return { ...usual, factor, originalLength };
}

const usual = { lowFreqFactor: 1, highFreqFactor: 4 };

/** 32 to 2^20 tokens. */
const originalLengths = Array.from({ length: 16 }, (_, i) => 2 ** (i + 5));

/** The converter computes in float32, and the divisor is steep in the wavelength. */
const TOLERANCE = 1e-5;

function divisorOf(block: Llama3Factors, wavelength: number): number {
  const { factor, originalLength, lowFreqFactor, highFreqFactor } = block;
  const turns = originalLength / wavelength;
  if (turns > highFreqFactor) return 1;
  if (turns < lowFreqFactor) return factor;
  const smooth = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
  return 1 / ((1 - smooth) / factor + smooth);
}

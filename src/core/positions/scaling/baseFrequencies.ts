import { FormatError } from "../../errors.ts";
import { maxRotaryDim } from "../limits.ts";
import { numberText } from "../../text/numberText.ts";
import type { RopeScheme } from "../positionScheme.ts";

/**
 * Inverse frequencies before any scaling: ω_k = θ^(−2k / r), k = 0 … r/2 − 1, in radians per token
 * (Su et al. 2021, RoFormer, section 3.2.2). Shape [⌈r/2⌉]: the reference rounds an odd r up.
 *
 * Computed in float64. transformers computes them in float32, which moves an angle by some
 * 1e-7 of its size; the goldens give both.
 *
 * @throws FormatError `bad-value` or `limit-exceeded` for a θ or r that gives no finite rotation.
 */
export function baseFrequencies(scheme: RopeScheme, base = scheme.base): Float64Array {
  requireRotation(scheme.rotaryDim, base);
  const pairs = Math.ceil(scheme.rotaryDim / 2);
  return Float64Array.from({ length: pairs }, (_, k) => base ** ((-2 * k) / scheme.rotaryDim));
}

function requireRotation(rotaryDim: number, base: number): void {
  if (!Number.isInteger(rotaryDim) || rotaryDim < 1) {
    throw new FormatError(
      "bad-value",
      `the rotation covers ${numberText(rotaryDim)} dimensions of a head, it needs a whole number of at least 1`,
    );
  }
  if (rotaryDim > maxRotaryDim) {
    throw new FormatError(
      "limit-exceeded",
      `the rotation covers ${numberText(rotaryDim)} dimensions of a head, at most ${numberText(maxRotaryDim)} are computed`,
    );
  }
  if (!Number.isFinite(base) || base <= 0) {
    throw new FormatError(
      "bad-value",
      `rope_theta is ${numberText(base)}, a rotation needs a finite base above 0`,
    );
  }
}

import { FormatError } from "../errors.ts";
import { maxRotationCells } from "./limits.ts";
import { numberText } from "../text/numberText.ts";
import type { PositionalVectors } from "./positionalVectors.ts";
import type { RopeScheme } from "./positionScheme.ts";
import {
  ropeInverseFrequencies,
  scalingFormula,
  scalingLabel,
} from "./scaling/inverseFrequencies.ts";

export interface RopeTable {
  /** [n, half], row-major, attention factor multiplied in. */
  readonly cos: Float32Array<ArrayBuffer>;
  /** [n, half], likewise. */
  readonly sin: Float32Array<ArrayBuffer>;
  /** Pairs that rotate: rotaryDim / 2. */
  readonly half: number;
  readonly attentionFactor: number;
}

/**
 * cos and sin of position × frequency for each position (any finite numbers) and pair
 * (Su et al. 2021, RoFormer, equation 34). Angles in float64, rounded once to float32 at the end:
 * the reference multiplies in float32 and drifts from this by about 6e-8 × angle.
 *
 * `sequenceLength` is what dynamic and longrope scaling see, in tokens.
 *
 * @throws FormatError as `ropeInverseFrequencies`, and `limit-exceeded` for a table of unreasonable size.
 */
export function ropeCosSin(
  scheme: RopeScheme,
  positions: readonly number[],
  sequenceLength: number,
): RopeTable {
  const { inverseFrequencies, attentionFactor } = ropeInverseFrequencies(scheme, sequenceLength);
  const half = inverseFrequencies.length;
  requireTableSize(positions.length, half);
  const cos = new Float32Array(positions.length * half);
  const sin = new Float32Array(positions.length * half);
  positions.forEach((position, row) => {
    inverseFrequencies.forEach((frequency, pair) => {
      const angle = position * frequency;
      cos[row * half + pair] = Math.cos(angle) * attentionFactor;
      sin[row * half + pair] = Math.sin(angle) * attentionFactor;
    });
  });
  return { cos, sin, half, attentionFactor };
}

/** Two parts, "cos" and "sin", [n, rotaryDim / 2] each. */
export function ropeVectors(
  scheme: RopeScheme,
  positions: readonly number[],
  sequenceLength: number,
): PositionalVectors {
  const { cos, sin, half } = ropeCosSin(scheme, positions, sequenceLength);
  return {
    positions,
    parts: [
      { name: "cos", width: half, values: cos },
      { name: "sin", width: half, values: sin },
    ],
    formula: ropeFormula(scheme),
  };
}

/** "RoPE", or "RoPE · yarn ×4". */
export function ropeLabel(scheme: RopeScheme): string {
  const scaling = scalingLabel(scheme);
  return scaling === "" ? "RoPE" : `RoPE · ${scaling}`;
}

/** What happens past the trained length. */
export function ropeBeyond({ maxPositions }: RopeScheme): string {
  const from =
    maxPositions === undefined
      ? "past the trained length"
      : `past ${numberText(maxPositions)} tokens`;
  return `nothing fails ${from}; pairs that never completed a turn in training reach angles that were never seen`;
}

function ropeFormula(scheme: RopeScheme): string {
  const plain =
    `cos(p·ω_i) and sin(p·ω_i), ω_i = θ^(−2i/r), θ = ${numberText(scheme.base)}, ` +
    `r = ${numberText(scheme.rotaryDim)} (Su et al. 2021)`;
  const scaling = scalingFormula(scheme);
  return scaling === "" ? plain : `${plain}; ${scaling}`;
}

function requireTableSize(rows: number, half: number): void {
  if (rows * half <= maxRotationCells) return;
  throw new FormatError(
    "limit-exceeded",
    `${numberText(rows)} positions of ${numberText(half)} pairs are ${numberText(rows * half)} angles, ` +
      `at most ${numberText(maxRotationCells)} are computed at once`,
  );
}

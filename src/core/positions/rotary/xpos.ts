import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import type { PositionKind } from "../positionKind.ts";
import type { PositionalVectors } from "../positionalVectors.ts";
import { pairFrequencies } from "./pairFrequencies.ts";
import { thetaParameter, widthOf } from "./rotaryParameters.ts";
import type { XposScheme } from "./rotarySchemes.ts";
import { countAngles } from "./rotationTable.ts";

/**
 * xPos (Sun et al. 2022, arXiv 2212.10554, algorithm 1): RoPE whose pair i is multiplied by ζ_i^(n/B) in a query and by
 * ζ_i^(−n/B) in a key, so that a pair of tokens at distance D keeps ζ_i^(D/B) of it.
 *
 * The algorithm counts n from 0. torchscale counts the scale from −⌈T/2⌉ and x-transformers from −⌊T/2⌋, T the length:
 * single factors then depend on the length, their product for a query and a key does not. We take the algorithm's count
 * unless told otherwise.
 */
export const xpos: PositionKind<XposScheme> = {
  kind: "xpos",
  label: ({ gamma, scaleBase }) => `xPos · γ ${gamma}, B ${numberText(scaleBase)}`,
  vectors: (scheme, positions, sequenceLength) => xposVectors(scheme, positions, sequenceLength),
  bare: {
    title: "xPos (Sun et al. 2022)",
    parameters: [
      { name: "head_dim", type: "integer", min: 2, max: 65_536, default: 64, means: "Of a head." },
      thetaParameter,
      { name: "gamma", type: "number", min: 1e-6, max: 1e6, default: 0.4, means: "γ of ζ." },
      {
        name: "scale_base",
        type: "number",
        min: 1e-3,
        max: 1e9,
        default: 512,
        means: "B: tokens over which a pair shrinks by its ζ.",
      },
      {
        name: "centre",
        type: "choice",
        choices: ["start", "torchscale", "xTransformers"],
        default: "start",
        means: "Where the scale's positions are counted from.",
      },
    ],
    create: (values) => ({
      kind: "xpos",
      base: Number(values.get("rope_theta")),
      headDim: widthOf(values, "head_dim", 2),
      gamma: Number(values.get("gamma")),
      scaleBase: Number(values.get("scale_base")),
      centre: values.get("centre") as XposScheme["centre"],
    }),
  },
  beyond: () =>
    "far keys shrink, the first pairs to half after some 280 tokens; without the blockwise attention of its authors quality still falls past the trained length",
};

/** ζ of each pair, [headDim / 2]: (i/(d/2) + γ) / (1 + γ). */
export function xposDecay({ headDim, gamma }: XposScheme): Float64Array {
  const half = headDim / 2;
  return Float64Array.from({ length: half }, (_, i) => (i / half + gamma) / (1 + gamma));
}

/** What position 0 of an input of `length` tokens counts as in the scale. */
export function xposStart({ centre }: XposScheme, length: number): number {
  if (centre === "start") return 0;
  return centre === "torchscale" ? -Math.ceil(length / 2) : -Math.floor(length / 2);
}

/** Factors of a pair's query or key at a position of the scale, [headDim / 2]. */
export function xposScale(
  scheme: XposScheme,
  position: number,
  side: "query" | "key",
): Float64Array {
  const exponent = (side === "query" ? position : -position) / scheme.scaleBase;
  return xposDecay(scheme).map((zeta) => zeta ** exponent);
}

/** cos and sin as a query has them, then as a key has them, [n, headDim / 2] each. */
function xposVectors(
  scheme: XposScheme,
  positions: readonly number[],
  length: number,
): PositionalVectors {
  const pairs = scheme.headDim / 2;
  const cells = countAngles(positions.length, pairs);
  const frequencies = pairFrequencies(scheme.base, scheme.headDim);
  const parts = (["query", "key"] as const).flatMap((side) => {
    const [cos, sin] = [new Float32Array(cells), new Float32Array(cells)];
    positions.forEach((position, row) => {
      const scale = xposScale(scheme, position + xposStart(scheme, length), side);
      frequencies.forEach((frequency, pair) => {
        const at = row * pairs + pair;
        cos[at] = Math.cos(position * frequency) * (scale[pair] ?? NaN);
        sin[at] = Math.sin(position * frequency) * (scale[pair] ?? NaN);
      });
    });
    requireFinite(cos, side);
    requireFinite(sin, side);
    return [
      { name: `${side} cos`, width: pairs, values: cos },
      { name: `${side} sin`, width: pairs, values: sin },
    ];
  });
  const formula =
    `cos(n·ω_i)·ζ_i^(±n/B) and sin likewise, + for queries, − for keys, ζ_i = (2i/d + γ)/(1 + γ), ` +
    `γ = ${scheme.gamma}, B = ${numberText(scheme.scaleBase)} (Sun et al. 2022)`;
  return { positions, parts, formula };
}

/** ζ^(−n/B) leaves float32 some way past n = 36 000 with the usual parameters. */
function requireFinite(values: Float32Array, side: string): void {
  if (values.every(Number.isFinite)) return;
  throw new FormatError(
    "bad-value",
    `ζ^(±n/B) of a ${side} is beyond the largest float32; count the scale from the middle, or take a larger scale_base`,
  );
}

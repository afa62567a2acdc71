import { numberText } from "../../text/numberText.ts";
import type { PositionKind } from "../positionKind.ts";
import { pairFrequencies } from "./pairFrequencies.ts";
import { rotaryDimParameter, thetaParameter, widthOf } from "./rotaryParameters.ts";
import type { NtkAwareScheme } from "./rotarySchemes.ts";
import { rotationTable } from "./rotationTable.ts";

/**
 * NTK-aware scaling (bloc97 2023; Peng et al. 2023, YaRN, arXiv 2309.00071, section 3.1): θ′ = θ·α^(r/(r − 2)), which
 * leaves the fastest pair as it is and stretches the slowest by α. Pairs in between stretch by less, so the length that
 * is reached stays below α times the trained one. Hunyuan's `alpha` is this.
 */
export const ntkAware: PositionKind<NtkAwareScheme> = {
  kind: "ntkAware",
  label: ({ alpha }) => `RoPE · NTK-aware ×${numberText(alpha)}`,
  vectors: (scheme, positions) => {
    const frequencies = ntkAwareFrequencies(scheme);
    const { base, alpha } = scheme;
    const formula =
      `cos(p·ω_i) and sin(p·ω_i), ω_i = θ′^(−2i/r), θ′ = θ·α^(r/(r − 2)), ` +
      `θ = ${numberText(base)}, α = ${numberText(alpha)} (Peng et al. 2023, after bloc97)`;
    return rotationTable(positions, frequencies.length, formula, (position) =>
      frequencies.map((frequency) => position * frequency),
    );
  },
  bare: {
    title: "RoPE with NTK-aware scaling (Peng et al. 2023)",
    parameters: [
      // With two dimensions the exponent r/(r − 2) has no value.
      { ...rotaryDimParameter, min: 4 },
      thetaParameter,
      {
        name: "alpha",
        type: "number",
        min: 1e-3,
        max: 1e6,
        default: 4,
        means: "Ratio of the extension.",
      },
    ],
    create: (values) => ({
      kind: "ntkAware",
      base: Number(values.get("rope_theta")),
      rotaryDim: widthOf(values, "rotary_dim", 2),
      alpha: Number(values.get("alpha")),
    }),
  },
  beyond: () =>
    "nothing fails; pairs between the fastest and the slowest are stretched by less than the ratio and reach unseen angles before α times the trained length",
};

/** θ′. */
export function ntkAwareBase({ base, rotaryDim, alpha }: NtkAwareScheme): number {
  return base * alpha ** (rotaryDim / (rotaryDim - 2));
}

/** ω, [rotaryDim / 2], radians a token. */
export function ntkAwareFrequencies(scheme: NtkAwareScheme): Float64Array {
  return pairFrequencies(ntkAwareBase(scheme), scheme.rotaryDim);
}

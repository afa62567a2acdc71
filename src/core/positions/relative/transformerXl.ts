import { FormatError } from "../../errors.ts";
import type { PositionKind } from "../positionKind.ts";
import type { TransformerXlScheme } from "./relativeSchemes.ts";

/**
 * Sinusoids of distances (Dai et al. 2019, Transformer-XL, arXiv 1901.02860; Yang et al. 2019, XLNet), sines in the
 * first half and cosines in the second. `vectors` takes *distances* for positions; each layer projects them.
 */
export const transformerXl: PositionKind<TransformerXlScheme> = {
  kind: "transformerXl",
  label: ({ clamp }) => (clamp > 0 ? `Transformer-XL · clamped at ${clamp}` : "Transformer-XL"),
  vectors: (scheme, positions) => ({
    positions,
    parts: [
      {
        name: "distance",
        width: scheme.width,
        values: Float32Array.from(positions.flatMap((distance) => distanceRow(scheme, distance))),
      },
    ],
    formula: "sin(m·ω_k) then cos(m·ω_k), ω_k = 10000^(−2k/d), m = i − j (Dai et al. 2019)",
  }),
  bare: {
    title: "Sinusoids of distances (Dai et al. 2019)",
    parameters: [
      { name: "d_model", type: "integer", min: 2, max: 65_536, default: 64, means: "Width; even." },
      {
        name: "clamp_len",
        type: "integer",
        min: 0,
        max: 16_777_216,
        default: 0,
        means: "Farthest distance that is told apart; 0 for none.",
      },
    ],
    create: (values) => {
      const width = Number(values.get("d_model"));
      if (width % 2 !== 0)
        throw new FormatError("bad-value", `d_model is ${width}, even is allowed`);
      return { kind: "transformerXl", width, clamp: Number(values.get("clamp_len")) };
    },
  },
  beyond: ({ clamp }) =>
    clamp > 0
      ? `all distances past ${clamp} are the same; nothing fails`
      : "the slow sinusoids reach phases that training never showed; nothing fails",
};

/** [width]: sines, then cosines, of a distance that is clamped to ± `clamp`. */
export function distanceRow(
  { width, clamp }: TransformerXlScheme,
  distance: number,
): readonly number[] {
  const clamped = clamp > 0 ? Math.max(-clamp, Math.min(clamp, distance)) : distance;
  const angles = Array.from({ length: width / 2 }, (_, k) => clamped / 10000 ** ((2 * k) / width));
  return [...angles.map(Math.sin), ...angles.map(Math.cos)];
}

/**
 * The distances of XLNet's rows: from the farthest key before the queries down to the farthest behind them, or to 1
 * with one direction only.
 *
 * Source: XLNetModel.relative_positional_encoding of transformers.
 */
export function xlnetDistances(
  queries: number,
  keys: number,
  direction: "bi" | "uni",
): readonly number[] {
  const end = direction === "bi" ? -queries : -1;
  return Array.from({ length: keys - end }, (_, i) => keys - i);
}

import type { PositionKind } from "../positionKind.ts";
import { biasTable } from "./biasTable.ts";
import type { AlibiScheme } from "./relativeSchemes.ts";
import { toBfloat16 } from "../quality/roundVectors.ts";

/**
 * Attention with linear biases (Press, Smith, Lewis 2022, arXiv 2108.12409).
 * Falcon adds the bias before it divides by √d, so its slopes act as slope / √d; bloom and mpt add it after.
 */
export const alibi: PositionKind<AlibiScheme> = {
  kind: "alibi",
  label: ({ maxBias }) => (maxBias === DEFAULT_MAX_BIAS ? "ALiBi" : `ALiBi · max bias ${maxBias}`),
  vectors: () => undefined,
  bias: (scheme, request) => {
    const slopes = alibiSlopes(scheme, request.heads);
    const formula = `−m_h·${scheme.direction === "causal" ? "(i − j)" : "|i − j|"} (Press et al. 2022)`;
    return biasTable(request, formula, (head, query, key) => {
      const distance = scheme.direction === "causal" ? query - key : Math.abs(query - key);
      return -(slopes[head] ?? 0) * distance;
    });
  },
  bare: {
    title: "ALiBi (Press et al. 2022)",
    parameters: [
      {
        name: "builder",
        type: "choice",
        choices: ["bloom", "falcon", "mpt"],
        default: "bloom",
        means: "How slopes are made where the number of heads is no power of two.",
      },
      {
        name: "alibi_bias_max",
        type: "number",
        min: 0.001,
        max: 1024,
        default: 8,
        means: "Largest exponent of two: slopes end at 2^−this.",
      },
      {
        name: "direction",
        type: "choice",
        choices: ["causal", "bidirectional"],
        default: "causal",
        means: "Whether later keys are as far as earlier ones.",
      },
    ],
    create: (values) => ({
      kind: "alibi",
      builder: values.get("builder") as AlibiScheme["builder"],
      maxBias: Number(values.get("alibi_bias_max")),
      direction: values.get("direction") as AlibiScheme["direction"],
    }),
  },
  beyond: () =>
    "the bias goes on falling with distance, so heads see less of what is far; nothing fails",
};

const DEFAULT_MAX_BIAS = 8;

/**
 * The slope of each head. With a power of two, 2^(−maxBias·h/n), h = 1 … n. Otherwise bloom (and falcon, which rounds
 * to bfloat16) takes those of the power below and then every other one of twice as many; mpt makes those of the power
 * above and takes the even ones first.
 *
 * Source: build_alibi_tensor and build_mpt_alibi_tensor of transformers.
 */
export function alibiSlopes({ builder, maxBias }: AlibiScheme, heads: number): readonly number[] {
  const slope = (step: number, of: number): number => 2 ** ((-maxBias * step) / of);
  if (builder === "mpt") {
    const of = 2 ** Math.ceil(Math.log2(heads));
    const all = Array.from({ length: of }, (_, i) => slope(i + 1, of));
    if (of === heads) return all;
    const [odd, even] = [1, 0].map((rest) => all.filter((_, i) => i % 2 === rest));
    return [...(odd ?? []), ...(even ?? [])].slice(0, heads);
  }
  const below = 2 ** Math.floor(Math.log2(heads));
  const slopes = Array.from({ length: heads }, (_, i) =>
    i < below ? slope(i + 1, below) : slope(2 * (i - below) + 1, 2 * below),
  );
  return builder === "falcon" ? slopes.map((value) => toBfloat16(Math.fround(value))) : slopes;
}

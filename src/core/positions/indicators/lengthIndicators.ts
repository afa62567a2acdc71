import type { Indicator, IndicatorLengths } from "./indicator.ts";

/** What length alone does, whatever the scheme. */
export function lengthIndicators({ trained, requested }: IndicatorLengths): readonly Indicator[] {
  if (trained === undefined || trained < 2) return [];
  const ratio = requested / trained;
  const dilution = Math.log(requested) / Math.log(trained);
  return [
    {
      id: "length-ratio",
      title: "Requested over trained length",
      formula: "L′ / L",
      tex: String.raw`L'/L`,
      unit: "ratio",
      atTrained: 1,
      atRequested: ratio,
      kind: "predicted",
      source: "definition",
      means: `the request is ${ratio.toPrecision(3)} times the trained length`,
    },
    {
      id: "entropy-dilution",
      title: "Growth of the entropy of attention",
      formula: "ln L′ / ln L",
      tex: String.raw`\ln L' / \ln L`,
      unit: "ratio",
      atTrained: 1,
      atRequested: dilution,
      kind: "predicted",
      source: "Su 2022, kexue.fm 8823; Chiang and Cholak 2022, arXiv 2202.12172",
      means: "scores that do not grow with the length spread over this much more entropy",
    },
    {
      id: "exposure",
      title: "Training pairs at such a distance",
      formula: "(1 − a)², a = min(1, L′ / L)",
      tex: String.raw`(1-a)^2,\ a = \min(1, L'/L)`,
      unit: "share",
      atTrained: 0,
      atRequested: (1 - Math.min(1, ratio)) ** 2,
      kind: "predicted",
      source: "An et al. 2024, arXiv 2410.18745 (frequency of positions)",
      means:
        "share of the pairs of a training sequence that are as far apart as the request is long",
    },
  ];
}

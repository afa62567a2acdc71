import type { RopeScheme } from "../positionScheme.ts";
import { ropeInverseFrequencies } from "../scaling/inverseFrequencies.ts";
import { numberText } from "../../text/numberText.ts";
import { firstNegativeDistance, fittedBaseBound } from "./distanceDecay.ts";
import type { Indicator, IndicatorLengths } from "./indicator.ts";
import {
  criticalDimension,
  firstRiskPosition,
  phaseCoverage,
  type PairCoverage,
} from "./phaseCoverage.ts";

/**
 * What a length does to a rotation. `inTraining` is the rotation that the weights met: the plain one where the scaling
 * was added after training.
 * @throws FormatError as `ropeInverseFrequencies`.
 */
export function ropeIndicators(
  scheme: RopeScheme,
  inTraining: RopeScheme,
  lengths: IndicatorLengths,
): readonly Indicator[] {
  const { trained, requested } = lengths;
  const decay = decayIndicators(scheme, lengths);
  if (trained === undefined) return decay;
  const training = { scheme: inTraining, length: trained };
  const atTrained = phaseCoverage(training, training);
  const atRequested = phaseCoverage(training, { scheme, length: requested });
  return [
    ...coverageIndicators(atTrained, atRequested, lengths),
    criticalIndicator(inTraining, trained),
    ...decay,
  ];
}

const LIU = "Liu et al. 2023, arXiv 2310.05209";

function coverageIndicators(
  atTrained: readonly PairCoverage[],
  atRequested: readonly PairCoverage[],
  { requested }: IndicatorLengths,
): readonly Indicator[] {
  const open = atTrained.filter(({ turnsTrained }) => turnsTrained < 1).length;
  const unseen = atRequested.filter((pair) => pair.unseen > 0);
  const pairs = atTrained.length;
  const mean = (of: readonly PairCoverage[], over: number): number =>
    over === 0 ? 0 : of.reduce((sum, pair) => sum + pair.unseen, 0) / over;
  return [
    {
      id: "open-pairs",
      title: "Pairs that never complete a turn in training",
      formula: "#{k : λ_k > L}, λ_k = 2π / ω_k",
      tex: String.raw`\#\{k : \lambda_k > L\},\ \lambda_k = 2\pi/\omega_k`,
      unit: "pairs",
      atTrained: open,
      atRequested: unseen.length,
      kind: "predicted",
      source: LIU,
      means:
        unseen.length === 0
          ? `no pair of ${pairs} meets a new angle at ${numberText(requested)} tokens`
          : `${unseen.length} of ${pairs} pairs meet angles that training never showed`,
    },
    {
      id: "unseen-phase",
      title: "Unseen phase, mean over the pairs that have any",
      formula: "mean of (min(ω′L′, 2π) − ωL) / min(ω′L′, 2π)",
      tex: String.raw`\operatorname{mean}\ \frac{\min(\omega' L', 2\pi) - \omega L}{\min(\omega' L', 2\pi)}`,
      unit: "share",
      atTrained: 0,
      atRequested: mean(unseen, unseen.length),
      kind: "predicted",
      source: LIU,
      means: "share of the phases at the requested length that training never showed",
    },
    {
      id: "unseen-phase-total",
      title: "Unseen phase, mean over all pairs",
      formula: "Σ_k unseen_k / pairs",
      tex: String.raw`\frac{1}{d/2}\sum_k \mathrm{unseen}_k`,
      unit: "share",
      atTrained: 0,
      atRequested: mean(unseen, pairs),
      kind: "predicted",
      source: LIU,
      means: "the same over all pairs of the rotation",
    },
    firstRisk(firstRiskPosition(atRequested, requested)),
  ];
}

function firstRisk(first: number | undefined): Indicator {
  return {
    id: "first-risk-position",
    title: "First position with a new angle",
    formula: "min over k with λ_k > L of ω_k·L / ω′_k",
    tex: String.raw`\min_{k:\lambda_k > L} \omega_k L / \omega'_k`,
    unit: "tokens",
    atTrained: undefined,
    atRequested: first,
    kind: "predicted",
    source: "Peng et al. 2023, arXiv 2309.00071, section 3",
    means:
      first === undefined
        ? "no position meets an angle that training never showed"
        : `from position ${numberText(first)} on a pair meets angles that training never showed`,
  };
}

function criticalIndicator(scheme: RopeScheme, trained: number): Indicator {
  const dimension = criticalDimension(scheme, trained);
  return {
    id: "critical-dimension",
    title: "Critical dimension",
    formula: "2·⌈r/2 · log_θ(L / 2π)⌉",
    tex: String.raw`2\left\lceil \tfrac{r}{2}\log_\theta \tfrac{L}{2\pi} \right\rceil`,
    unit: "dimensions",
    atTrained: dimension,
    atRequested: dimension,
    kind: "predicted",
    source: LIU,
    means: `the last ${scheme.rotaryDim - dimension} of ${scheme.rotaryDim} dimensions never complete a turn in training`,
  };
}

function decayIndicators(
  scheme: RopeScheme,
  { requested, trained }: IndicatorLengths,
): readonly Indicator[] {
  const { inverseFrequencies } = ropeInverseFrequencies(scheme, requested);
  const first = firstNegativeDistance(inverseFrequencies, Math.min(requested, DECAY_LIMIT));
  const source = "Men et al. 2024, arXiv 2405.14591";
  return [
    {
      id: "decay-first-negative",
      title: "First distance at which like keys are not preferred",
      formula: "min{D : B_D < 0}, B_D = Σ_k cos(D·ω_k)",
      tex: String.raw`\min\{D : B_D < 0\},\ B_D = \sum_k \cos(D\omega_k)`,
      unit: "tokens",
      atTrained: undefined,
      atRequested: first,
      kind: "predicted",
      source,
      means:
        first === undefined
          ? `B_D stays positive up to ${numberText(Math.min(requested, DECAY_LIMIT))} tokens`
          : `B_D is negative for the first time at distance ${numberText(first)}; healthy models go past it, retrieval suffers far past it`,
    },
    {
      id: "base-bound",
      title: "Smallest base for the length",
      formula: "θ ≥ 0.0424 · L′^1.628 (fit for heads of 128 dimensions)",
      tex: String.raw`\theta \ge 0.0424\,L'^{1.628}`,
      unit: "θ",
      atTrained: trained === undefined ? undefined : fittedBaseBound(trained),
      atRequested: fittedBaseBound(requested),
      kind: "predicted",
      source: `${source}, figure 1`,
      means: `the model's base is ${numberText(scheme.base)}`,
    },
  ];
}

/** A distance takes some hundred nanoseconds; beyond this the answer would be late on the screen. */
const DECAY_LIMIT = 131_072;

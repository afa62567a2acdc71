import { FormatError } from "../../../src/core/errors.ts";
import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import {
  firstRiskPosition,
  type PairCoverage,
  phaseCoverage,
} from "../../../src/core/positions/indicators/phaseCoverage.ts";
import type { RopeScheme } from "../../../src/core/positions/positionScheme.ts";
import { schemeLabel } from "../../../src/core/positions/registry.ts";
import {
  ropeInverseFrequencies,
  scalingFormula,
} from "../../../src/core/positions/scaling/inverseFrequencies.ts";

/** One pair of a rotation. What needs the trained length is `undefined` where nobody says it. */
export interface PairRow {
  readonly pair: number;
  /** Tokens a turn before any scaling; Infinity for a pair that stands still. */
  readonly plain: number;
  /** Tokens a turn as the model turns it at the requested length. */
  readonly wavelength: number;
  readonly turnsTrained: number | undefined;
  readonly turnsRequested: number;
  /** Share of the phases met at the requested length that training never showed, 0 to 1. */
  readonly unseen: number | undefined;
}

/** Every pair of a model's rotation at a requested length. */
export interface FrequencyReport {
  readonly scheme: RopeScheme;
  readonly label: string;
  readonly isScaled: boolean;
  readonly trained: number | undefined;
  readonly declared: number | undefined;
  readonly requested: number;
  readonly rows: readonly PairRow[];
  /** Pairs with an unseen phase above 0 at the requested length. */
  readonly atRisk: readonly number[];
  readonly firstRisk: number | undefined;
  /** What cos and sin are multiplied by; scores by its square. */
  readonly attentionFactor: number;
  /** The formulas in use, by name and source. */
  readonly formula: string;
}

/** The report, or the sentence that says why there is none. */
export function frequencyReport(
  spec: ModelSpec | null,
  requested: number,
): FrequencyReport | { readonly reason: string } {
  if (spec === null) {
    return { reason: "The config could not be read, so the scheme stays unknown." };
  }
  const { scheme } = spec;
  if (scheme.kind === "unknown") return { reason: `No frequencies: ${scheme.reason}` };
  if (scheme.kind !== "rope") {
    return { reason: `No frequencies: ${schemeLabel(scheme)} turns no pairs of dimensions.` };
  }
  try {
    return reportOf(spec, scheme, requested);
  } catch (error) {
    if (error instanceof FormatError) return { reason: error.message };
    throw error;
  }
}

function reportOf(spec: ModelSpec, scheme: RopeScheme, requested: number): FrequencyReport {
  const { trained, declared } = spec.lengths;
  const plainScheme = unscaled(scheme);
  const plain = ropeInverseFrequencies(plainScheme, requested).inverseFrequencies;
  const { inverseFrequencies, attentionFactor } = ropeInverseFrequencies(scheme, requested);
  const coverage = coverageOf(spec, scheme, requested);
  const rows = Array.from(inverseFrequencies, (frequency, pair): PairRow => {
    const covered = coverage?.[pair];
    return {
      pair,
      plain: turnOf(plain[pair] ?? 0),
      wavelength: turnOf(frequency),
      turnsTrained: covered?.turnsTrained,
      turnsRequested: (Math.abs(frequency) * requested) / (2 * Math.PI),
      unseen: covered?.unseen,
    };
  });
  return {
    scheme,
    label: schemeLabel(scheme),
    isScaled: scheme.scaling.type !== "default",
    trained,
    declared,
    requested,
    rows,
    atRisk: rows.filter(({ unseen = 0 }) => unseen > 0).map(({ pair }) => pair),
    firstRisk: coverage === undefined ? undefined : firstRiskPosition(coverage, requested),
    attentionFactor,
    formula: formulaOf(scheme),
  };
}

/** The rotation that the weights met in training stands for L, the model's own for L′. */
export function coverageOf(
  spec: ModelSpec,
  scheme: RopeScheme,
  requested: number,
): readonly PairCoverage[] | undefined {
  const { trained, assumed } = spec.lengths;
  if (trained === undefined) return undefined;
  // An assumed length is the one before the scaling was added: those weights met the plain rotation.
  const inTraining = assumed ? unscaled(scheme) : scheme;
  return phaseCoverage({ scheme: inTraining, length: trained }, { scheme, length: requested });
}

/** "3, 7 and 9", "12–15": runs are written as one. */
export function pairsText(pairs: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const pair of pairs) {
    const last = runs.at(-1);
    if (last?.[1] === pair - 1) last[1] = pair;
    else runs.push([pair, pair]);
  }
  const texts = runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
  const tail = texts.pop();
  return texts.length === 0 ? (tail ?? "") : `${texts.join(", ")} and ${tail ?? ""}`;
}

function unscaled(scheme: RopeScheme): RopeScheme {
  return { ...scheme, scaling: { type: "default" } };
}

function turnOf(frequency: number): number {
  return (2 * Math.PI) / Math.abs(frequency);
}

function formulaOf(scheme: RopeScheme): string {
  const plain = `λ_i = 2π / ω_i, ω_i = θ^(−2i/r), θ = ${scheme.base}, r = ${scheme.rotaryDim} (Su et al. 2021, RoFormer)`;
  const scaling = scalingFormula(scheme);
  return scaling === "" ? plain : `${plain}; ${scaling}`;
}

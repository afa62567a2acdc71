import type { RopeScheme } from "../positionScheme.ts";
import { ropeInverseFrequencies } from "../scaling/inverseFrequencies.ts";

/** What a pair of a rotation meets at a requested length that its training never showed. */
export interface PairCoverage {
  /** Tokens a turn, as the pair turns at the requested length. */
  readonly wavelength: number;
  /** Turns within the trained length, as it turned in training. */
  readonly turnsTrained: number;
  /** Turns within the requested length. */
  readonly turnsRequested: number;
  /** Share of the phases met at the requested length that were never met in training, 0 to 1. */
  readonly unseen: number;
}

/**
 * Coverage of each pair. A pair that completed a turn in training has met every phase; one that did not has met the
 * arc up to ω·L. With the same rotation in both, unseen = max(0, min(L′, λ) − L) / min(L′, λ).
 *
 * Source: Liu et al. 2023, arXiv 2310.05209; Peng et al. 2023, arXiv 2309.00071, section 3.
 * @throws FormatError as `ropeInverseFrequencies`.
 */
export function phaseCoverage(
  training: { readonly scheme: RopeScheme; readonly length: number },
  request: { readonly scheme: RopeScheme; readonly length: number },
): readonly PairCoverage[] {
  const trained = ropeInverseFrequencies(training.scheme, training.length).inverseFrequencies;
  const working = ropeInverseFrequencies(request.scheme, request.length).inverseFrequencies;
  const turn = 2 * Math.PI;
  return Array.from(trained, (frequency, pair) => {
    const now = Math.abs(working[pair] ?? 0);
    const turnsTrained = (Math.abs(frequency) * training.length) / turn;
    const turnsRequested = (now * request.length) / turn;
    const met = Math.min(1, turnsRequested);
    // Interpolation gives the same angle by another way: rounding is no new phase.
    const isNew = turnsTrained < 1 && turnsRequested > turnsTrained * (1 + 1e-9);
    return {
      wavelength: turn / now,
      turnsTrained,
      turnsRequested,
      unseen: isNew ? (met - turnsTrained) / met : 0,
    };
  });
}

/**
 * Liu's critical dimension: 2·⌈r/2 · log_θ(L / 2π)⌉ of the plain rotation; dimensions from here on never complete a
 * turn within L tokens.
 */
export function criticalDimension({ base, rotaryDim }: RopeScheme, length: number): number {
  const pairs = (rotaryDim / 2) * (Math.log(length / (2 * Math.PI)) / Math.log(base));
  return Math.max(0, Math.min(rotaryDim, 2 * Math.ceil(pairs)));
}

/** First position at which a pair meets an angle beyond all of training; `undefined` where none does up to the length. */
export function firstRiskPosition(
  coverage: readonly PairCoverage[],
  length: number,
): number | undefined {
  const firsts = coverage
    .filter(({ unseen }) => unseen > 0)
    // The pair turns evenly, so it is past what it met after this share of the length.
    .map(({ turnsTrained, turnsRequested }) => (turnsTrained / turnsRequested) * length);
  if (firsts.length === 0) return undefined;
  return Math.ceil(firsts.reduce((least, first) => Math.min(least, first), Infinity));
}

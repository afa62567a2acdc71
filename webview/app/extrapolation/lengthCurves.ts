import { FormatError } from "../../../src/core/errors.ts";
import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import { indicatorsOf } from "../../../src/core/positions/indicators/indicatorsOf.ts";
import { lengthIndicators } from "../../../src/core/positions/indicators/lengthIndicators.ts";
import { coverageOf } from "../frequencies/frequencyReport.ts";
import { longestRequest } from "../whatIf/lengthChoice.ts";

/** A number that is predicted for every length. */
export interface LengthCurve {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly formula: string;
  readonly source: string;
  /** One for each of the lengths; `undefined` where it has none. */
  readonly values: readonly (number | undefined)[];
}

/** Curves of one model over the same lengths. */
export interface LengthCurves {
  /** Tokens, ascending; the trained, declared and requested lengths are among them. */
  readonly lengths: readonly number[];
  /** What training never showed, each between 0 and 1, or a count of positions. */
  readonly unseen: readonly LengthCurve[];
  /** Entropy of attention against that of the trained length. */
  readonly dilution: LengthCurve | undefined;
}

/** As many points as a curve of a screen's width needs. */
const points = 96;

/** Every indicator that is one number a length, from an eighth of the trained length to twice the longest asked. */
export function lengthCurves(spec: ModelSpec, requested: number): LengthCurves {
  const lengths = sampledLengths(spec, requested);
  return {
    lengths,
    unseen: spec.scheme.kind === "rope" ? rotaryCurves(spec, lengths) : otherCurves(spec, lengths),
    dilution: dilutionCurve(spec, lengths),
  };
}

/** Even on a logarithmic axis, whole, and with the lengths that are marked. */
function sampledLengths({ lengths }: ModelSpec, requested: number): readonly number[] {
  const { trained, declared } = lengths;
  const marked = [trained, declared, requested].filter(
    (length): length is number =>
      length !== undefined &&
      Number.isSafeInteger(length) &&
      length > 0 &&
      length <= longestRequest,
  );
  const shortest = Math.max(1, Math.min(...marked) / 8);
  const longest = Math.min(longestRequest, Math.max(...marked) * 2);
  return evenlyOnLog(shortest, longest, points, marked);
}

/** Whole numbers from `from` to `to`, evenly spaced on a logarithmic axis, with those of `also`; ascending, each once. */
export function evenlyOnLog(
  from: number,
  to: number,
  count: number,
  also: readonly number[] = [],
): readonly number[] {
  const spaced = Array.from({ length: count }, (_, index) =>
    Math.round(from * (to / from) ** (index / (count - 1))),
  );
  return [...new Set([...spaced, ...also])].toSorted((one, other) => one - other);
}

function rotaryCurves(spec: ModelSpec, lengths: readonly number[]): readonly LengthCurve[] {
  const { scheme } = spec;
  if (scheme.kind !== "rope" || spec.lengths.trained === undefined) return [];
  const covered = lengths.map((length) => {
    try {
      return coverageOf(spec, scheme, length);
    } catch (error) {
      // A scaling without numbers has no curve; the config's own problem says why.
      if (error instanceof FormatError) return undefined;
      throw error;
    }
  });
  const source = "Liu et al. 2023, arXiv 2310.05209";
  return [
    {
      id: "open-pairs",
      title: "Pairs that meet new angles",
      unit: "share of the pairs",
      formula: "#{k : unseen_k > 0} / pairs",
      source,
      values: covered.map((pairs) =>
        pairs === undefined
          ? undefined
          : pairs.filter(({ unseen }) => unseen > 0).length / pairs.length,
      ),
    },
    {
      id: "unseen-phase-total",
      title: "Unseen phase, mean over all pairs",
      unit: "share of the phases",
      formula: "Σ_k unseen_k / pairs, unseen = (min(ω′L′, 2π) − ωL) / min(ω′L′, 2π)",
      source,
      values: covered.map((pairs) =>
        pairs === undefined
          ? undefined
          : pairs.reduce((sum, { unseen }) => sum + unseen, 0) / pairs.length,
      ),
    },
  ];
}

/** Indicators of the scheme itself whose value moves with the length. */
function otherCurves(spec: ModelSpec, lengths: readonly number[]): readonly LengthCurve[] {
  const ofLength = new Set(lengthIndicators({ trained: 2, requested: 2 }).map(({ id }) => id));
  const found = lengths.map((length) => indicatorsOf(spec, length));
  const own = (found[0] ?? []).filter(({ id }) => !ofLength.has(id));
  return own
    .map(({ id, title, unit, formula, source }) => ({
      id,
      title,
      unit,
      formula,
      source,
      values: found.map((all) => all.find((one) => one.id === id)?.atRequested),
    }))
    .filter(({ values }) => new Set(values).size > 1);
}

function dilutionCurve(spec: ModelSpec, lengths: readonly number[]): LengthCurve | undefined {
  const { trained } = spec.lengths;
  const found = lengths.map((requested) =>
    lengthIndicators({ trained, requested }).find(({ id }) => id === "entropy-dilution"),
  );
  const [first] = found;
  if (first === undefined) return undefined;
  const { id, title, unit, formula, source } = first;
  return { id, title, unit, formula, source, values: found.map((one) => one?.atRequested) };
}

import { numberText } from "../../text/numberText.ts";
import { learnedLength } from "../absolute/learned.ts";
import type { LearnedScheme } from "../absolute/absoluteSchemes.ts";
import { alibiSlopes } from "../relative/alibi.ts";
import type { AlibiScheme, ShawScheme, T5Scheme } from "../relative/relativeSchemes.ts";
import { t5Bucket } from "../relative/t5.ts";
import type { Indicator, IndicatorLengths } from "./indicator.ts";

/** Distance beyond which a head of ALiBi has less than a hundredth of its weight, by position alone. */
export function alibiIndicators(
  scheme: AlibiScheme,
  heads: number,
  { requested }: IndicatorLengths,
): readonly Indicator[] {
  const slopes = alibiSlopes(scheme, heads);
  const window = (slope: number): number => -Math.log(WEIGHT_LEFT) / slope;
  const widest = window(slopes.reduce((least, slope) => Math.min(least, slope), Infinity));
  const narrowest = window(slopes.reduce((most, slope) => Math.max(most, slope), 0));
  const common = {
    formula: "D = −ln ε / m_h, ε = 0.01",
    tex: String.raw`D_\epsilon = -\ln\epsilon / m_h,\ \epsilon = 0.01`,
    unit: "tokens",
    kind: "predicted",
    source: "Press et al. 2022, arXiv 2108.12409",
  } as const;
  return [
    {
      ...common,
      id: "alibi-widest-window",
      title: "Window of the head that sees farthest",
      atTrained: widest,
      atRequested: widest,
      means:
        requested > widest
          ? `keys farther than ${numberText(Math.round(widest))} tokens have less than 1 % of the weight in every head`
          : "the widest head sees the whole length",
    },
    {
      ...common,
      id: "alibi-narrowest-window",
      title: "Window of the head that sees least far",
      atTrained: narrowest,
      atRequested: narrowest,
      means: `its weight falls to 1 % after ${narrowest.toFixed(1)} tokens`,
    },
  ];
}

const WEIGHT_LEFT = 0.01;

/** Share of pairs that share the last bucket. */
export function t5Indicators(scheme: T5Scheme, lengths: IndicatorLengths): readonly Indicator[] {
  const first = firstOfLastBucket(scheme);
  const share = (length: number | undefined): number | undefined =>
    length === undefined ? undefined : farPairs(length, first, scheme.direction);
  return [
    {
      id: "bucket-saturation",
      title: "Pairs that share the last bucket",
      formula:
        scheme.direction === "causal"
          ? "(N − D)(N − D + 1) / (N(N + 1)), D the first distance of the last bucket"
          : "(N − D)(N − D + 1) / N², D the first distance of the last bucket",
      tex: String.raw`\frac{(N-D)(N-D+1)}{N(N+1)}`,
      unit: "share",
      atTrained: share(lengths.trained),
      atRequested: share(lengths.requested),
      kind: "predicted",
      source: "Raffel et al. 2020, arXiv 1910.10683",
      means: `from distance ${numberText(first)} on keys cannot be told apart`,
    },
  ];
}

/** The first distance, to the left, of the bucket that all farther ones share. */
export function firstOfLastBucket(scheme: T5Scheme): number {
  const last = t5Bucket(scheme, -scheme.maxDistance);
  let distance = scheme.maxDistance;
  while (distance > 0 && t5Bucket(scheme, -(distance - 1)) === last) distance--;
  return distance;
}

/** Share of pairs whose distance is clipped: all of them read one row. */
export function shawIndicators(
  { clip }: ShawScheme,
  lengths: IndicatorLengths,
): readonly Indicator[] {
  const share = (length: number | undefined): number | undefined =>
    length === undefined ? undefined : farPairs(length, clip, "causal");
  return [
    {
      id: "clipped-pairs",
      title: "Pairs at the clipped distance",
      formula: "(N − k)(N − k + 1) / (N(N + 1))",
      tex: String.raw`\frac{(N-k)(N-k+1)}{N(N+1)}`,
      unit: "share",
      atTrained: share(lengths.trained),
      atRequested: share(lengths.requested),
      kind: "predicted",
      source: "Shaw et al. 2018, arXiv 1803.02155",
      means: `from distance ${numberText(clip)} on keys cannot be told apart`,
    },
  ];
}

/** Pairs of N tokens at a distance of `from` and more; causal pairs are those at or before the query. */
function farPairs(length: number, from: number, direction: T5Scheme["direction"]): number {
  if (length <= from) return 0;
  const far = (length - from) * (length - from + 1);
  return far / (direction === "causal" ? length * (length + 1) : length * length);
}

/** Positions that have no row. */
export function learnedIndicators(
  scheme: LearnedScheme,
  { requested, trained }: IndicatorLengths,
): readonly Indicator[] {
  const usable = learnedLength(scheme);
  const beyond = (length: number): number => Math.max(0, length - usable);
  return [
    {
      id: "rows-beyond",
      title: "Positions without a row",
      formula: "max(0, L′ − (rows − offset))",
      tex: String.raw`\max(0, L' - (\mathrm{rows} - \mathrm{offset}))`,
      unit: "positions",
      atTrained: trained === undefined ? undefined : beyond(trained),
      atRequested: beyond(requested),
      kind: "predicted",
      source: "Press et al. 2022, arXiv 2108.12409, footnote 4",
      means:
        beyond(requested) === 0
          ? `every position has one of ${numberText(usable)} rows`
          : `positions from ${numberText(usable)} on have no row: engines fail or read past the table`,
    },
  ];
}

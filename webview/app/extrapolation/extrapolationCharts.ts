import type { Indicator } from "../../../src/core/positions/indicators/indicator.ts";
import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import type { ChartMarker, Curve } from "../../render/curveChart.ts";
import { formatCount, formatFixed, formatValue } from "../../render/numbers.ts";
import { lengthMarkers } from "../frequencies/frequencyChart.ts";
import type { CurveContent } from "../views/curveFigure.ts";
import { type DecayCurve, decayFormula } from "./decayCurve.ts";
import type { LengthCurve, LengthCurves } from "./lengthCurves.ts";

const lengthAxis = { title: "length, tokens", scale: "log" } as const;

/** Curves of what training never showed differ in colour and in dash. */
const looks = ["model", "other", "plain"] as const;

/** What training never showed, by length. */
export function unseenContent(
  spec: ModelSpec,
  requested: number,
  { lengths, unseen }: LengthCurves,
): CurveContent | undefined {
  if (unseen.length === 0) return undefined;
  return contentOf(lengths, unseen, {
    markers: markersOf(spec, requested),
    y: [...new Set(unseen.map(({ unit }) => unit))].join(" · "),
  });
}

/** Growth of the entropy of attention, by length. */
export function dilutionContent(
  spec: ModelSpec,
  requested: number,
  { lengths, dilution }: LengthCurves,
): CurveContent | undefined {
  if (dilution === undefined) return undefined;
  return contentOf(lengths, [dilution], {
    markers: markersOf(spec, requested),
    y: "ln L′ / ln L",
  });
}

/** B_D by distance. */
export function decayContent(spec: ModelSpec, requested: number, decay: DecayCurve): CurveContent {
  const { distances, values, pairs } = decay;
  const negative = distances.find((_, index) => (values[index] ?? 0) < 0);
  return {
    chart: {
      xs: distances,
      curves: [{ name: "B_D / pairs", values, look: "model", shape: "line" }],
      markers: [
        { axis: "y", at: 0, name: "", look: "zero" },
        ...markersOf(spec, requested).filter(({ at }) => at <= (distances.at(-1) ?? 0)),
      ],
      x: { title: "distance, tokens", scale: "log" },
      y: { title: "B_D / pairs", scale: "linear" },
    },
    summary:
      negative === undefined
        ? "Like keys are preferred at every distance that is drawn."
        : `Below zero a query prefers keys unlike itself; the first drawn distance where it does is ${formatCount(negative)}.`,
    note: `Predicted · ${decayFormula} · drawn at ${distances.length} distances of ${pairs} pairs`,
    reading: (index) =>
      `distance ${formatCount(distances[index] ?? 0)}   B_D / pairs ${formatFixed(values[index] ?? 0, 4)}`,
  };
}

export const indicatorColumns = [
  "indicator",
  "at L, trained",
  "at L′, requested",
  "unit",
  "evidence",
  "formula",
  "source",
] as const;

/** A row of the table of indicators. */
export function indicatorCells(indicator: Indicator): readonly string[] {
  const { title, atTrained, atRequested, unit, kind, formula, source } = indicator;
  return [title, numberOr(atTrained), numberOr(atRequested), unit, kind, formula, source];
}

function contentOf(
  lengths: readonly number[],
  curves: readonly LengthCurve[],
  { markers, y }: { readonly markers: readonly ChartMarker[]; readonly y: string },
): CurveContent {
  const drawn = curves.map(({ title, values }, index): Curve => ({
    name: title,
    values,
    look: looks[index % looks.length] ?? "plain",
    shape: "line",
  }));
  const formulas = curves.map(({ title, formula, source }) => `${title}: ${formula} (${source})`);
  return {
    chart: {
      xs: lengths,
      curves: drawn,
      markers,
      x: lengthAxis,
      y: { title: y, scale: "linear" },
    },
    summary: "",
    note: `Predicted · ${formulas.join(" · ")}`,
    reading: (index) =>
      [
        `length ${formatCount(lengths[index] ?? 0)}`,
        ...curves.map(({ title, values }) => `${title} ${numberOr(values[index])}`),
      ].join("   "),
  };
}

function markersOf({ lengths }: ModelSpec, requested: number): readonly ChartMarker[] {
  const { trained, declared } = lengths;
  return lengthMarkers({ trained, declared, requested }, "x");
}

function numberOr(value: number | undefined): string {
  if (value === undefined) return "none";
  return Number.isInteger(value) || Math.abs(value) >= 10_000
    ? formatCount(value)
    : formatValue(value);
}

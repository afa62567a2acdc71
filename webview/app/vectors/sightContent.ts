import type { Curve } from "../../render/curveChart.ts";
import type { Matrix } from "../../render/matrix.ts";
import { formatFixed, formatValue } from "../../render/numbers.ts";
import { vectorsMatrix } from "../matrices.ts";
import type { CurveContent } from "../views/curveFigure.ts";
import { comparedPositions, type SchemeSight, type VectorSight } from "./schemeSight.ts";

const positions = Array.from({ length: comparedPositions }, (_, index) => index);

/** Cosine of every two positions. */
export function similarityMatrix({ cosines }: VectorSight, name: string): Matrix {
  const labels = positions.map(String);
  return {
    name,
    rows: comparedPositions,
    cols: comparedPositions,
    values: cosines,
    // Cosines have the same ends whatever the scheme, so that two pictures can be compared.
    scale: { kind: "diverging", curve: "linear", max: 1 },
    rowLabels: labels,
    colLabels: labels,
    rowTitle: "position",
    colTitle: "position",
  };
}

/** Vectors of the compared positions. */
export function sightMatrix({ vectors }: VectorSight): Matrix {
  const labels = positions.map(() => "");
  return { ...vectorsMatrix(vectors, labels), name: "Vectors of the chosen scheme" };
}

/** How alike positions are by their distance, the model's own scheme beside the chosen one. */
export function similarityContent(
  own: SchemeSight | undefined,
  chosen: SchemeSight | undefined,
): CurveContent | undefined {
  return vectorContent(own, chosen, {
    values: ({ byDistance }) => byDistance,
    x: "distance, tokens",
    y: "mean cosine",
    what: "Mean cosine of positions at each distance, over positions 0 to 127; of a rotation it is the kernel B_D / pairs, B_D = Σ_k cos(D·ω_k)",
  });
}

/** Length of each position's vector, likewise. */
export function normContent(
  own: SchemeSight | undefined,
  chosen: SchemeSight | undefined,
): CurveContent | undefined {
  return vectorContent(own, chosen, {
    values: ({ norms }) => [...norms],
    x: "position",
    y: "length",
    what: "Euclidean length ‖x_p‖ of each position's vector",
  });
}

/** What a relative scheme adds to scores, by distance. */
export function biasContent(sight: SchemeSight | undefined): CurveContent | undefined {
  if (sight === undefined || "reason" in sight || sight.kind !== "bias") return undefined;
  const looks = ["model", "other", "plain"] as const;
  const curves = sight.heads.map(({ head, values }, index): Curve => ({
    name: `head ${head}`,
    values,
    look: looks[index] ?? "plain",
    shape: "line",
  }));
  return {
    chart: {
      xs: positions,
      curves,
      markers: [],
      x: { title: "distance from query back to key, tokens", scale: "linear" },
      y: { title: "added to the score", scale: "linear" },
    },
    summary: `${sight.label} has no vectors: it adds a number to the score of each pair.`,
    note: `Computed · ${sight.formula}`,
    reading: readingOf("distance", curves),
  };
}

interface VectorQuantity {
  readonly values: (sight: VectorSight) => readonly (number | undefined)[];
  readonly x: string;
  readonly y: string;
  readonly what: string;
}

function vectorContent(
  own: SchemeSight | undefined,
  chosen: SchemeSight | undefined,
  { values, x, y, what }: VectorQuantity,
): CurveContent | undefined {
  const curves = [
    { sight: own, look: "model", who: "this model" },
    { sight: chosen, look: "other", who: "what if" },
  ].flatMap(({ sight, look, who }): Curve[] => {
    if (sight === undefined || "reason" in sight || sight.kind !== "vectors") return [];
    const name = `${who}: ${sight.label}`;
    return [{ name, values: values(sight), look: look as Curve["look"], shape: "line" }];
  });
  if (curves.length === 0) return undefined;
  return {
    chart: {
      xs: positions,
      curves,
      markers: [],
      x: { title: x, scale: "linear" },
      y: { title: y, scale: "linear" },
    },
    summary: "",
    note: `Computed · ${what}`,
    reading: readingOf(x.split(",")[0] ?? x, curves),
  };
}

function readingOf(axis: string, curves: readonly Curve[]): (index: number) => string {
  return (index) =>
    [
      `${axis} ${index}`,
      ...curves.map(({ name, values }) => {
        const value = values[index];
        if (value === undefined) return `${name} none`;
        const text = Math.abs(value) < 10 ? formatFixed(value, 4) : formatValue(value);
        return `${name} ${text}`;
      }),
    ].join("   ");
}

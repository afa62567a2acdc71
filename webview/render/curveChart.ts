import { axisOf, type AxisScale } from "./chartAxis.ts";
import { formatValue } from "./numbers.ts";
import type { ChartFrame, Mark } from "./lineChart.ts";

/** Values over the chart's `xs`; what is `undefined` or not finite is a gap, never a point. */
export interface Curve {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
  /** Suffix of the CSS class that colours it. */
  readonly look: "model" | "plain" | "risk" | "other";
  /** Curves differ in shape as well as in colour. */
  readonly shape: "line" | "dots" | "rings" | "triangles";
}

/** A length or a bound that the curves are read against. */
export interface ChartMarker {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly name: string;
  readonly look: "trained" | "declared" | "requested" | "zero";
}

export interface CurveChart {
  /** Ascending. */
  readonly xs: readonly number[];
  readonly curves: readonly Curve[];
  readonly markers: readonly ChartMarker[];
  readonly x: ChartAxis;
  readonly y: ChartAxis;
}

export interface ChartAxis {
  readonly title: string;
  readonly scale: "log" | "linear";
}

/** Room for the longest tick, the titles and the names of markers. */
export function curveFrame(width: number, height: number): ChartFrame {
  return { width, height, left: 58, right: 14, top: 34, bottom: 36 };
}

/** Grid, markers, curves and, where `at` is an index of `xs`, the points that are read. */
export function curveMarks(
  chart: CurveChart,
  frame: ChartFrame,
  at: number | null,
): readonly Mark[] {
  const scales = chartScales(chart, frame);
  return [
    ...gridMarks(scales, frame),
    ...titleMarks(chart, frame),
    ...chart.markers.flatMap((marker, index) => markerMarks(marker, index, { scales, frame })),
    ...chart.curves.flatMap((curve) => shapeMarks(curve, chart.xs, scales)),
    ...(at === null ? [] : readingMarks(chart, at, { scales, frame })),
  ];
}

/** Index of `xs` nearest to a horizontal position, or `null` beside the plot. */
export function nearestIndex(
  chart: CurveChart,
  position: number,
  frame: ChartFrame,
): number | null {
  if (position < frame.left - 8 || position > frame.width - frame.right + 8) return null;
  const { x } = chartScales(chart, frame);
  let nearest: number | null = null;
  let least = Infinity;
  chart.xs.forEach((value, index) => {
    const away = Math.abs(x.place(value) - position);
    if (away < least) {
      least = away;
      nearest = index;
    }
  });
  return nearest;
}

interface Scales {
  readonly x: AxisScale;
  readonly y: AxisScale;
}

function chartScales({ xs, curves, markers, x, y }: CurveChart, frame: ChartFrame): Scales {
  const markersOf = (axis: "x" | "y"): number[] =>
    markers.filter((marker) => marker.axis === axis).map((marker) => marker.at);
  const values = curves.flatMap((curve) => curve.values);
  return {
    x: axisOf([...xs, ...markersOf("x")], x.scale, {
      from: frame.left,
      to: frame.width - frame.right,
      ticks: Math.max(2, Math.floor(frame.width / 90)),
    }),
    y: axisOf([...values, ...markersOf("y")], y.scale, {
      from: frame.height - frame.bottom,
      to: frame.top,
      ticks: 5,
    }),
  };
}

function gridMarks({ x, y }: Scales, frame: ChartFrame): Mark[] {
  const rows = y.ticks.flatMap((tick): Mark[] => {
    const at = y.place(tick);
    const line = { x1: frame.left, x2: frame.width - frame.right, y1: at, y2: at };
    const place = { x: frame.left - 6, y: at + 4, "text-anchor": "end" };
    return [
      { tag: "line", attributes: { class: "grid", ...line } },
      { tag: "text", attributes: { class: "tick", ...place }, text: tickText(tick) },
    ];
  });
  const columns = x.ticks.map((tick): Mark => {
    const place = { x: x.place(tick), y: frame.height - frame.bottom + 14 };
    return {
      tag: "text",
      attributes: { class: "tick", ...place, "text-anchor": "middle" },
      text: tickText(tick),
    };
  });
  return [...rows, ...columns];
}

function titleMarks({ x, y }: CurveChart, frame: ChartFrame): Mark[] {
  const middle = (frame.left + frame.width - frame.right) / 2;
  return [
    {
      tag: "text",
      attributes: { class: "title", x: middle, y: frame.height - 4, "text-anchor": "middle" },
      text: x.title,
    },
    { tag: "text", attributes: { class: "title", x: 4, y: 11 }, text: y.title },
  ];
}

function markerMarks(
  { axis, at, name, look }: ChartMarker,
  index: number,
  { scales, frame }: { readonly scales: Scales; readonly frame: ChartFrame },
): Mark[] {
  const place = scales[axis].place(at);
  if (!Number.isFinite(place)) return [];
  const right = frame.width - frame.right;
  if (axis === "y") {
    const line = { x1: frame.left, x2: right, y1: place, y2: place };
    // Names of lines that lie close to each other stand at different ends.
    const isLeft = index % 2 === 0;
    const text = { x: isLeft ? frame.left + 6 : right - 4, y: place - 4 };
    return [
      { tag: "line", attributes: { class: `marker ${look}`, ...line } },
      {
        tag: "text",
        attributes: { class: "marker-name", ...text, "text-anchor": isLeft ? "start" : "end" },
        text: name,
      },
    ];
  }
  const line = { x1: place, x2: place, y1: frame.top, y2: frame.height - frame.bottom };
  const isRight = place > (frame.left + right) / 2;
  const text = { x: place + (isRight ? -4 : 4), y: frame.top + 10 + index * 13 };
  return [
    { tag: "line", attributes: { class: `marker ${look}`, ...line } },
    {
      tag: "text",
      attributes: { class: "marker-name", ...text, "text-anchor": isRight ? "end" : "start" },
      text: name,
    },
  ];
}

/** One path for a whole curve, however many points it has. */
function shapeMarks(
  { values, look, shape }: Curve,
  xs: readonly number[],
  { x, y }: Scales,
): Mark[] {
  const points = xs.map((value, index) => {
    const found = values[index];
    const place = found === undefined ? NaN : y.place(found);
    return { x: x.place(value), y: place };
  });
  const d = shape === "line" ? linePath(points) : dotPath(points, shape);
  return d === "" ? [] : [{ tag: "path", attributes: { class: `curve ${shape} ${look}`, d } }];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function linePath(points: readonly Point[]): string {
  let path = "";
  let isDown = false;
  for (const { x, y } of points) {
    const isPoint = Number.isFinite(x) && Number.isFinite(y);
    if (isPoint) path += `${isDown ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    isDown = isPoint;
  }
  return path;
}

function dotPath(points: readonly Point[], shape: "dots" | "rings" | "triangles"): string {
  const outline = {
    dots: "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
    rings: "m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z",
    triangles: "m0-4.5l4.5 8h-9z",
  }[shape];
  return points
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
    .map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}${outline}`)
    .join("");
}

function readingMarks(
  { xs, curves }: CurveChart,
  at: number,
  { scales, frame }: { readonly scales: Scales; readonly frame: ChartFrame },
): Mark[] {
  const x = scales.x.place(xs[at] ?? NaN);
  if (!Number.isFinite(x)) return [];
  const rule = { x1: x, x2: x, y1: frame.top, y2: frame.height - frame.bottom };
  const points = curves.flatMap(({ values, look }): Mark[] => {
    const y = scales.y.place(values[at] ?? NaN);
    if (!Number.isFinite(y)) return [];
    return [{ tag: "circle", attributes: { class: `read ${look}`, cx: x, cy: y, r: 4.5 } }];
  });
  return [{ tag: "line", attributes: { class: "reading", ...rule } }, ...points];
}

/** "1", "200", "10 k", "5 M": the margin holds six characters. */
function tickText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return value.toExponential(0);
  if (size >= 1e6) return `${formatValue(value / 1e6)} M`;
  return size >= 1e4 ? `${formatValue(value / 1e3)} k` : formatValue(value);
}

import { formatValue } from "./numbers.ts";

export interface Series {
  readonly name: string;
  readonly values: Float32Array;
  /** Suffix of the CSS class that colours it. */
  readonly look: "with" | "without";
}

export interface LineChart {
  readonly series: readonly Series[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** Index that is read, or `null`. */
  readonly at: number | null;
}

/** Drawing area, in the units of the SVG's own pixels. */
export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function chartFrame(width: number, height: number): ChartFrame {
  return { width, height, left: 46, right: 10, top: 8, bottom: 34 };
}

/** Marks of a chart as plain shapes: drawn as SVG elements on the page and as text in an export. */
export interface Mark {
  readonly tag: "line" | "path" | "text" | "circle";
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly text?: string;
}

/** Axes with real numbers, one line per series, and the points that are read. */
export function chartMarks(chart: LineChart, frame: ChartFrame): readonly Mark[] {
  const count = Math.max(2, ...chart.series.map((one) => one.values.length));
  const max = Math.max(1e-9, ...chart.series.map((one) => one.values.reduce(larger, 0)));
  const x = (index: number): number =>
    frame.left + (index / (count - 1)) * (frame.width - frame.left - frame.right);
  const y = (value: number): number =>
    frame.height - frame.bottom - (value / max) * (frame.height - frame.top - frame.bottom);
  return [
    ...yAxis(niceTicks(max, 4), y, frame),
    ...xAxis(niceTicks(count - 1, Math.max(2, Math.floor(frame.width / 90))), x, frame),
    ...titles(chart, frame),
    ...chart.series.map((one) => line(one, x, y)),
    ...(chart.at === null ? [] : readingMarks(chart.series, chart.at, { x, y, frame })),
  ];
}

/** Index of the point nearest to a horizontal position, or `null` left and right of the plot. */
export function indexAt(position: number, count: number, frame: ChartFrame): number | null {
  const inner = frame.width - frame.left - frame.right;
  const share = (position - frame.left) / inner;
  if (share < -0.02 || share > 1.02 || count < 2) return null;
  return Math.min(count - 1, Math.max(0, Math.round(share * (count - 1))));
}

/** At most about `count` round numbers from 0 to `max`. */
export function niceTicks(max: number, count: number): readonly number[] {
  const rough = max / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const ticks: number[] = [];
  for (let index = 0; index * step <= max * (1 + 1e-9); index++) ticks.push(index * step);
  return ticks;
}

type Place = (value: number) => number;

function yAxis(ticks: readonly number[], y: Place, frame: ChartFrame): Mark[] {
  return ticks.flatMap((tick): Mark[] => [
    {
      tag: "line",
      attributes: {
        class: "grid",
        x1: frame.left,
        x2: frame.width - frame.right,
        y1: y(tick),
        y2: y(tick),
      },
    },
    {
      tag: "text",
      attributes: { class: "tick", x: frame.left - 6, y: y(tick) + 4, "text-anchor": "end" },
      text: formatValue(tick),
    },
  ]);
}

function xAxis(ticks: readonly number[], x: Place, frame: ChartFrame): Mark[] {
  const whole = ticks.filter(Number.isInteger);
  return whole.map((tick) => ({
    tag: "text",
    attributes: {
      class: "tick",
      x: x(tick),
      y: frame.height - frame.bottom + 14,
      "text-anchor": "middle",
    },
    text: String(tick),
  }));
}

function titles(chart: LineChart, frame: ChartFrame): Mark[] {
  return [
    {
      tag: "text",
      attributes: {
        class: "title",
        x: (frame.left + frame.width - frame.right) / 2,
        y: frame.height - 4,
        "text-anchor": "middle",
      },
      text: chart.xTitle,
    },
  ];
}

function line(series: Series, x: Place, y: Place): Mark {
  const points = Array.from(
    series.values,
    (value, index) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
  );
  return { tag: "path", attributes: { class: `series ${series.look}`, d: `M${points.join("L")}` } };
}

function readingMarks(
  series: readonly Series[],
  at: number,
  { x, y, frame }: { x: Place; y: Place; frame: ChartFrame },
): Mark[] {
  const rule: Mark = {
    tag: "line",
    attributes: {
      class: "reading",
      x1: x(at),
      x2: x(at),
      y1: frame.top,
      y2: frame.height - frame.bottom,
    },
  };
  const points = series.map((one): Mark => {
    const value = one.values[at] ?? 0;
    return {
      tag: "circle",
      attributes: { class: `point ${one.look}`, cx: x(at), cy: y(value), r: 3 },
    };
  });
  return [rule, ...points];
}

function larger(one: number, other: number): number {
  return Math.max(one, other);
}

import { rampSize } from "./colourRamps.ts";
import type { Figure } from "./figure.ts";
import {
  type FigureLayout,
  figureLayout,
  figureMargin,
  noteHeight,
  titleHeight,
} from "./figureLayout.ts";
import { chartFrame, chartMarks, type LineChart } from "./lineChart.ts";
import { type Matrix, placeInGroup, valueAt } from "./matrix.ts";
import { formatValue } from "./numbers.ts";
import type { PlotLayout } from "./plotLayout.ts";
import { axisNumbers, numberStep } from "./plotLayout.ts";
import { rampColour, rampOf, type Theme } from "./theme.ts";
import { colourIndex, scaleTicks } from "./valueScale.ts";

/** A figure as an SVG document: cells as shapes, labels as text, nothing that another program could not edit. */
export function toSvg(figure: Figure, theme: Theme): string {
  const layout = figureLayout(figure);
  const { width, height } = layout;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="${escapeXml(theme.foreground)}">`,
    `<title>${escapeXml(figure.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${escapeXml(theme.background)}"/>`,
    textAt(figureMargin, figureMargin + titleHeight / 2, figure.title, 'font-size="15"'),
    ...figure.panels.map((panel, index) => panelSvg(panel, layout.panels[index], theme)),
    figure.chart === undefined ? "" : chartSvg(figure.chart, layout.chart, theme),
    ...figure.notes.map((note, index) =>
      textAt(figureMargin, layout.notesY + index * noteHeight, note),
    ),
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}

type PlacedPanel = FigureLayout["panels"][number];

function panelSvg(matrix: Matrix, placed: PlacedPanel | undefined, theme: Theme): string {
  if (placed === undefined) return "";
  const { x, y, plot } = placed;
  const line = escapeXml(theme.line);
  return [
    `<g transform="translate(${x} ${y})">`,
    textAt(plot.left, -8, matrix.name, 'font-weight="600"'),
    cellsSvg(matrix, plot, theme),
    `<rect x="${plot.left}" y="${plot.top}" width="${plot.width}" height="${plot.height}" fill="none" stroke="${line}"/>`,
    labelsSvg(matrix, plot),
    legendSvg(matrix, plot, theme),
    "</g>",
  ].join("\n");
}

/** One path per colour: far smaller than one rectangle per cell. Neighbours of one colour are one shape. */
function cellsSvg(matrix: Matrix, plot: PlotLayout, theme: Theme): string {
  const shapes = Array.from({ length: rampSize }, () => "");
  for (let row = 0; row < matrix.rows; row++) {
    for (let col = 0; col < matrix.cols; col++) {
      const index = cellColour(matrix, row, col);
      if (index < 0) continue;
      let end = col + 1;
      while (end < matrix.cols && cellColour(matrix, row, end) === index) end++;
      shapes[index] = `${shapes[index] ?? ""}M${col} ${row}h${end - col}v1h${col - end}z`;
      col = end - 1;
    }
  }
  const ramp = rampOf(theme, matrix.scale);
  const paths = shapes.map((d, index) =>
    d === "" ? "" : `<path fill="${rampColour(ramp, index)}" d="${d}"/>`,
  );
  const scale = `scale(${plot.cellWidth} ${plot.cellHeight})`;
  return `<g shape-rendering="crispEdges" transform="translate(${plot.left} ${plot.top}) ${scale}">${paths.join("")}</g>`;
}

function cellColour(matrix: Matrix, row: number, col: number): number {
  const value = valueAt(matrix, row, col);
  return value === undefined ? -1 : colourIndex(matrix.scale, value);
}

function labelsSvg(matrix: Matrix, plot: PlotLayout): string {
  return [...rowLabelsSvg(matrix, plot), ...colLabelsSvg(matrix, plot)].join("\n");
}

function rowLabelsSvg(matrix: Matrix, plot: PlotLayout): string[] {
  const isTokens = plot.rowLabels === "tokens";
  const label = (at: number, text: string): string =>
    textAt(plot.left - 5, plot.top + at * plot.cellHeight + 4, text, 'text-anchor="end"');
  const { origin, rows } = matrix;
  if (origin !== undefined && !isTokens) {
    const axis = { from: origin.row, perCell: origin.rowsPerCell, cells: rows };
    const numbers = axisNumbers(axis, plot.cellHeight, 14);
    return numbers.map(({ number, at }) => label(at, String(number)));
  }
  const parts: string[] = [];
  const step = isTokens ? 1 : numberStep(plot.cellHeight, 14);
  for (let row = 0; row < rows; row += step) {
    parts.push(label(row + 0.5, isTokens ? (matrix.rowLabels[row] ?? "") : String(row)));
  }
  return parts;
}

function colLabelsSvg(matrix: Matrix, plot: PlotLayout): string[] {
  const { origin, cols } = matrix;
  const label = (at: number, text: string): string =>
    textAt(plot.left + at * plot.cellWidth, plot.top - 4, text, 'text-anchor="middle"');
  if (origin !== undefined) {
    const axis = { from: origin.col, perCell: origin.colsPerCell, cells: cols };
    const numbers = axisNumbers(axis, plot.cellWidth, 40);
    return numbers.map(({ number, at }) => label(at, String(number)));
  }
  const parts: string[] = [];
  const isTokens = plot.colLabels === "tokens";
  const step = isTokens ? 1 : numberStep(plot.cellWidth, 24);
  for (let col = 0; col < cols; col++) {
    const { name, index } = placeInGroup(matrix, col);
    if (index % step !== 0) continue;
    if (isTokens) parts.push(turnedSvg(matrix.colLabels[col] ?? "", col, plot));
    else parts.push(label(col + 0.5, `${name} ${index}`.trim()));
  }
  return parts;
}

function turnedSvg(text: string, col: number, plot: PlotLayout): string {
  const x = plot.left + (col + 0.5) * plot.cellWidth + 4;
  return textAt(x, plot.top - 4, text, `transform="rotate(-90 ${x} ${plot.top - 4})"`);
}

function legendSvg(matrix: Matrix, plot: PlotLayout, theme: Theme): string {
  const ramp = rampOf(theme, matrix.scale);
  const y = plot.boxHeight + 10;
  const steps = 64;
  const width = Math.min(220, plot.width);
  const strip = Array.from({ length: steps }, (_, step) => {
    const fill = rampColour(ramp, Math.floor(((step + 0.5) / steps) * rampSize));
    const x = plot.left + (step / steps) * width;
    return `<rect x="${x}" y="${y}" width="${width / steps + 0.5}" height="9" fill="${fill}"/>`;
  });
  const ticks = scaleTicks(matrix.scale).map(({ value, at }) =>
    textAt(plot.left + at * width, y + 22, formatValue(value), 'text-anchor="middle"'),
  );
  return [...strip, ...ticks].join("");
}

function chartSvg(chart: LineChart, box: FigureLayout["chart"], theme: Theme): string {
  const looks: Readonly<Record<string, string>> = {
    grid: `stroke="${escapeXml(theme.line)}"`,
    reading: `stroke="${escapeXml(theme.muted)}"`,
    "series with": `fill="none" stroke-width="2" stroke="${theme.above}"`,
    "series without": `fill="none" stroke-width="2" stroke="${theme.below}"`,
    "point with": `fill="${theme.above}"`,
    "point without": `fill="${theme.below}"`,
  };
  const marks = chartMarks(chart, chartFrame(box.width, box.height)).map((mark) => {
    const { class: look, ...rest } = mark.attributes;
    const attributes = Object.entries(rest).map(
      ([name, value]) => `${name}="${escapeXml(String(value))}"`,
    );
    const style = looks[String(look)] ?? "";
    return `<${mark.tag} ${attributes.join(" ")} ${style}>${escapeXml(mark.text ?? "")}</${mark.tag}>`;
  });
  const names = chart.series
    .map(({ name, look }, index) =>
      textAt(60 + index * 140, -8, name, `fill="${look === "with" ? theme.above : theme.below}"`),
    )
    .join("");
  return `<g transform="translate(${box.x} ${box.y})">${names}${marks.join("")}</g>`;
}

function textAt(x: number, y: number, text: string, look = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" ${look}>${escapeXml(text)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Tokens come from files, so every text is escaped, and what XML cannot hold is replaced. */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
}

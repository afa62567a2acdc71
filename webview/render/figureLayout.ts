import type { Figure } from "./figure.ts";
import { type PlotLayout, plotLayout } from "./plotLayout.ts";
import { wholeMap } from "./viewport.ts";

/** Where everything stands in an exported picture, in pixels. */
export interface FigureLayout {
  readonly width: number;
  readonly height: number;
  readonly panels: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly plot: PlotLayout;
  }[];
  readonly chart: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly notesY: number;
}

export const figureMargin = 24;
export const titleHeight = 30;
/** A panel's name above it and its legend below. */
const panelHead = 22;
const panelFoot = 44;
export const noteHeight = 16;
const chartHeight = 200;

/** Panels side by side, the chart under them, notes at the bottom. */
export function figureLayout(figure: Figure): FigureLayout {
  const isSquare =
    figure.shape === "square" || figure.panels.every((panel) => panel.rows === panel.cols);
  const panelWidth = isSquare ? 420 : 560;
  const y = figureMargin + titleHeight + panelHead;
  const panels = figure.panels.map((panel, index) => ({
    x: figureMargin + index * (panelWidth + figureMargin),
    y,
    width: panelWidth,
    plot: plotLayout(panel, wholeMap, { width: panelWidth, rowHeight: isSquare ? "square" : 14 }),
  }));
  const width = figureMargin + panels.length * (panelWidth + figureMargin);
  const tallest = Math.max(0, ...panels.map(({ plot }) => plot.boxHeight));
  const chartY = y + tallest + panelFoot;
  const chartRoom = figure.chart === undefined ? 0 : chartHeight + panelHead;
  const notesY = chartY + chartRoom + noteHeight;
  return {
    width,
    height: notesY + figure.notes.length * noteHeight + figureMargin,
    panels,
    chart: {
      x: figureMargin,
      y: chartY + panelHead,
      width: width - 2 * figureMargin,
      height: chartHeight,
    },
    notesY,
  };
}

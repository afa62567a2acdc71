import { drawMatrix } from "./drawMatrix.ts";
import type { Figure } from "./figure.ts";
import { figureLayout, figureMargin, noteHeight, titleHeight } from "./figureLayout.ts";
import { chartFrame, chartMarks, type LineChart, type Mark } from "./lineChart.ts";
import { formatValue } from "./numbers.ts";
import type { PlotLayout } from "./plotLayout.ts";
import { rampColour, rampOf, type Theme } from "./theme.ts";
import { scaleTicks, type ValueScale } from "./valueScale.ts";
import { wholeMap } from "./viewport.ts";

/** Twice the size on the screen, so that it is sharp in a paper. */
const density = 2;

/** A figure as a PNG file. */
export async function toPng(figure: Figure, theme: Theme): Promise<ArrayBuffer> {
  const layout = figureLayout(figure);
  const canvas = new OffscreenCanvas(layout.width * density, layout.height * density);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this page can draw no canvas");
  context.scale(density, density);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, layout.width, layout.height);
  write(
    context,
    theme,
    { x: figureMargin, y: figureMargin + titleHeight / 2, size: 15 },
    figure.title,
  );
  figure.panels.forEach((matrix, index) => {
    const placed = layout.panels[index];
    if (placed === undefined) return;
    context.save();
    context.translate(placed.x, placed.y);
    write(context, theme, { x: placed.plot.left, y: -8, size: 12 }, matrix.name);
    const scene = { matrix, view: wholeMap, layout: placed.plot, theme, density, cursor: null };
    drawMatrix(context, scene);
    drawLegend(context, theme, matrix.scale, placed.plot);
    context.restore();
  });
  if (figure.chart !== undefined) drawChart(context, theme, figure.chart, layout.chart);
  figure.notes.forEach((note, index) => {
    write(
      context,
      theme,
      { x: figureMargin, y: layout.notesY + index * noteHeight, size: 11 },
      note,
    );
  });
  const blob = await canvas.convertToBlob({ type: "image/png" });
  return blob.arrayBuffer();
}

type Context = OffscreenCanvasRenderingContext2D;

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

function write(context: Context, theme: Theme, place: TextPlace, text: string): void {
  context.font = `${place.size}px ${theme.font}`;
  context.fillStyle = theme.foreground;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(text, place.x, place.y);
}

function drawLegend(context: Context, theme: Theme, scale: ValueScale, plot: PlotLayout): void {
  const ramp = rampOf(theme, scale);
  const width = Math.min(220, plot.width);
  const y = plot.boxHeight + 10;
  for (let pixel = 0; pixel < width; pixel++) {
    context.fillStyle = rampColour(ramp, Math.floor((pixel / width) * 256));
    context.fillRect(plot.left + pixel, y, 1.5, 9);
  }
  context.fillStyle = theme.muted;
  context.font = `11px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  for (const { value, at } of scaleTicks(scale)) {
    context.fillText(formatValue(value), plot.left + at * width, y + 22);
  }
}

function drawChart(
  context: Context,
  theme: Theme,
  chart: LineChart,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  context.save();
  context.translate(box.x, box.y);
  chart.series.forEach(({ name, look }, index) => {
    write(context, theme, { x: 60 + index * 140, y: -8, size: 11 }, name);
    context.fillStyle = look === "with" ? theme.above : theme.below;
    context.fillRect(46 + index * 140, -16, 10, 3);
  });
  for (const mark of chartMarks(chart, chartFrame(box.width, box.height))) {
    drawMark(context, theme, mark);
  }
  context.restore();
}

function drawMark(context: Context, theme: Theme, { tag, attributes, text }: Mark): void {
  const number = (name: string): number => Number(attributes[name]);
  const colour = String(attributes["class"]).endsWith("without") ? theme.below : theme.above;
  if (tag === "text") {
    context.font = `11px ${theme.font}`;
    context.fillStyle = theme.muted;
    const isEnd = attributes["text-anchor"] === "end";
    context.textAlign = isEnd ? "right" : "center";
    context.fillText(text ?? "", number("x"), number("y"));
  } else if (tag === "line") {
    context.fillStyle = theme.line;
    const [x, y] = [number("x1"), number("y1")];
    context.fillRect(x, y, Math.max(1, number("x2") - x), Math.max(1, number("y2") - y));
  } else if (tag === "path") {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.stroke(new Path2D(String(attributes["d"])));
  }
}

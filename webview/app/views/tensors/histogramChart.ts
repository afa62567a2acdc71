import type { Histogram } from "../../../../src/core/tensors/histogram.ts";
import { svgElement } from "../../element.ts";
import { formatCount, formatValue } from "../../../render/numbers.ts";

const width = 448;
const height = 84;
const bottom = 18;

/** Bars of counts over the range of values; a line where zero is. */
export function histogramSvg({ from, to, counts }: Histogram): SVGElement {
  const svg = svgElement("svg", {
    class: "histogram",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": nameOf({ from, to, counts }),
  });
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const bar = width / counts.length;
  const room = height - bottom - 2;
  counts.forEach((count, index) => {
    // What is there can be seen, however few it is among millions.
    const tall = count === 0 ? 0 : Math.max(1, (count / most) * room);
    const place = { x: index * bar + 0.5, y: height - bottom - tall, width: bar - 1, height: tall };
    const rect = svgElement("rect", { ...place, class: "bar" });
    const start = from + (index * (to - from)) / counts.length;
    const end = from + ((index + 1) * (to - from)) / counts.length;
    const title = `${formatValue(start)} to ${formatValue(end)}: ${formatCount(count)}`;
    rect.append(svgElement("title", {}, title));
    svg.append(rect);
  });
  const base = height - bottom;
  svg.append(svgElement("line", { x1: 0, x2: width, y1: base, y2: base, class: "axis" }));
  const zero = (-from / (to - from)) * width;
  if (zero > 0 && zero < width) {
    svg.append(svgElement("line", { x1: zero, x2: zero, y1: 0, y2: base, class: "zero" }));
    if (zero > 60 && zero < width - 60) svg.append(tick(zero, "0", "middle"));
  }
  svg.append(tick(0, formatValue(from), "start"), tick(width, formatValue(to), "end"));
  return svg;
}

function tick(x: number, text: string, anchor: string): SVGElement {
  return svgElement("text", { x, y: height - 5, "text-anchor": anchor }, text);
}

function nameOf({ from, to, counts }: Histogram): string {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const at = counts.indexOf(most);
  const edge = (index: number): string => formatValue(from + (index * (to - from)) / counts.length);
  return `Histogram from ${formatValue(from)} to ${formatValue(to)}; the fullest of ${counts.length} bins, ${edge(at)} to ${edge(at + 1)}, has ${formatCount(most)} values`;
}

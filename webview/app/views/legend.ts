import { formatValue } from "../../render/numbers.ts";
import { rampColour, rampOf, type Theme } from "../../render/theme.ts";
import { scaleTicks, type ValueScale } from "../../render/valueScale.ts";
import { element, svgElement } from "../element.ts";

const width = 176;
const margin = 16;

/** A strip of the colours in use, with the values that they stand for. */
export function legend(scale: ValueScale, theme: Theme, caption: string): HTMLElement {
  const ramp = rampOf(theme, scale);
  const inner = width - 2 * margin;
  const svg = svgElement("svg", {
    width,
    height: 26,
    class: "legend-strip",
  });
  const steps = 64;
  for (let step = 0; step < steps; step++) {
    const fill = rampColour(ramp, Math.floor(((step + 0.5) / steps) * 256));
    const x = margin + (step / steps) * inner;
    svg.append(svgElement("rect", { x, y: 0, width: inner / steps + 0.5, height: 9, fill }));
  }
  svg.append(
    svgElement("rect", { x: margin, y: 0.5, width: inner, height: 8, class: "legend-frame" }),
  );
  const ticks = scaleTicks(scale);
  for (const { value, at } of ticks) {
    const x = margin + at * inner;
    svg.append(svgElement("line", { x1: x, x2: x, y1: 9, y2: 12, class: "legend-tick" }));
    svg.append(svgElement("text", { x, y: 23, "text-anchor": "middle" }, formatValue(value)));
  }
  const ends = `${formatValue(ticks[0]?.value ?? 0)} to ${formatValue(ticks.at(-1)?.value ?? 0)}`;
  // The role stands on the drawing: a figure with a caption may not be an image itself.
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `Colours: ${caption}, ${ends}`);
  return element(
    "figure",
    { class: "legend" },
    svg as unknown as HTMLElement,
    element("figcaption", {}, caption),
  );
}

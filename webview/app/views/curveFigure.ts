import {
  type Curve,
  type CurveChart,
  curveFrame,
  curveMarks,
  nearestIndex,
} from "../../render/curveChart.ts";
import { formatCount, formatSignificant } from "../../render/numbers.ts";
import { element, setText, svgElement } from "../element.ts";
import { remembering } from "../view.ts";
import { cellsTable } from "./cellsTable.ts";

/** Everything that a figure of curves shows. */
export interface CurveContent {
  readonly chart: CurveChart;
  /** One or two sentences: what the picture shows. */
  readonly summary: string;
  /** Label of its evidence, formula, source. */
  readonly note: string;
  /** What is read at an index of the chart's `xs`. */
  reading(index: number): string;
}

/** Keys that move the reading, by how far; the ends are reached by Home and End. */
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -10,
  PageDown: 10,
  Home: -Infinity,
  End: Infinity,
};

/** Curves over a real axis, with their key, a reading that pointer and arrow keys move, formula and source. */
export class CurveFigure {
  readonly element: HTMLElement;
  readonly #height: number;
  readonly #svg: SVGElement;
  readonly #key = element("div", { class: "curve-key" });
  readonly #summary = element("p", { class: "summary" });
  readonly #reading = element("p", { class: "reading-line" });
  readonly #spoken = element("div", { "aria-live": "polite", class: "spoken" });
  readonly #note = element("p", { class: "note" });
  readonly #table = element("div", { class: "table-slot" });
  readonly #name: string;
  #content: CurveContent | undefined;
  #at: number | null = null;

  constructor(name: string, height = 260) {
    this.#name = name;
    this.#height = height;
    this.#svg = svgElement("svg", {
      class: "chart curves",
      height,
      tabindex: 0,
      role: "img",
      "aria-label": name,
    });
    this.element = element(
      "section",
      { class: "figure" },
      element("div", { class: "figure-head" }, element("h2", {}, name), this.#key),
      this.#summary,
      this.#svg as unknown as HTMLElement,
      this.#reading,
      this.#note,
      this.#spoken,
      this.#table,
    );
    this.#listen();
    new ResizeObserver(() => this.#draw()).observe(this.#svg);
  }

  /** Without content there is no figure. */
  showOrHide(content: CurveContent | undefined, isTable: boolean): void {
    this.element.hidden = content === undefined;
    this.#fillTable(isTable && content !== undefined ? content.chart : null);
    if (content !== undefined) this.show(content);
  }

  show(content: CurveContent): void {
    if (content === this.#content) return;
    const isOther = content.chart.xs.length !== this.#content?.chart.xs.length;
    if (isOther) this.#at = null;
    this.#content = content;
    setText(this.#summary, content.summary);
    setText(this.#note, content.note);
    this.#key.replaceChildren(...content.chart.curves.filter(hasPoints).map(keyOf));
    this.#draw();
  }

  readonly #fillTable = remembering((chart: CurveChart | null) => {
    this.#table.replaceChildren(...(chart === null ? [] : [tableOf(chart, this.#name)]));
  });

  #listen(): void {
    this.#svg.addEventListener("pointermove", (event) => {
      if (this.#content === undefined) return;
      this.#read(nearestIndex(this.#content.chart, event.offsetX, this.#frame()));
    });
    this.#svg.addEventListener("pointerleave", () => this.#read(null));
    this.#svg.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      const last = (this.#content?.chart.xs.length ?? 0) - 1;
      if (step === undefined || last < 0) return;
      event.preventDefault();
      const start = this.#at ?? (step > 0 ? -1 : last + 1);
      this.#read(Math.min(last, Math.max(0, start + step)));
      setText(this.#spoken, this.#reading.textContent);
    });
  }

  #frame(): ReturnType<typeof curveFrame> {
    return curveFrame(this.#svg.clientWidth, this.#height);
  }

  #read(at: number | null): void {
    if (at === this.#at) return;
    this.#at = at;
    this.#draw();
  }

  #draw(): void {
    const content = this.#content;
    const { clientWidth } = this.#svg;
    if (content === undefined || clientWidth === 0) return;
    this.#svg.setAttribute("viewBox", `0 0 ${clientWidth} ${this.#height}`);
    const marks = curveMarks(content.chart, this.#frame(), this.#at);
    this.#svg.replaceChildren(
      ...marks.map(({ tag, attributes, text }) => svgElement(tag, attributes, text)),
    );
    setText(
      this.#reading,
      this.#at === null ? "Point at the picture to read it." : content.reading(this.#at),
    );
  }
}

/** The table that says the same as the curves. */
function tableOf({ xs, curves, x }: CurveChart, name: string): HTMLElement {
  return cellsTable({
    caption: name,
    columns: [x.title, ...curves.map((curve) => curve.name)],
    rows: xs.map((value, index) => [
      formatCount(value),
      ...curves.map(({ values }) => {
        const found = values[index];
        return found === undefined || Number.isNaN(found) ? "none" : formatSignificant(found);
      }),
    ]),
  });
}

function hasPoints({ values }: Curve): boolean {
  return values.some((value) => value !== undefined && Number.isFinite(value));
}

/** The curve's own shape and colour beside its name. */
function keyOf({ name, look, shape }: Curve): HTMLElement {
  const d = {
    line: "M1 7h18",
    dots: "M7 7a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
    rings: "M7.5 7a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z",
    triangles: "M10 2.5l4.5 8h-9z",
  }[shape];
  const svg = svgElement("svg", {
    class: "chart curves sample",
    viewBox: "0 0 20 14",
    "aria-hidden": "true",
  });
  svg.append(svgElement("path", { class: `curve ${shape} ${look}`, d }));
  return element("span", { class: "curve-name" }, svg as unknown as HTMLElement, name);
}

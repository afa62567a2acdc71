import {
  chartFrame,
  chartMarks,
  indexAt,
  type LineChart,
  type Mark,
} from "../../render/lineChart.ts";
import { formatFixed } from "../../render/numbers.ts";
import { element, setText, svgElement } from "../element.ts";
import type { HeadView } from "../matrices.ts";
import type { AppState } from "../state.ts";
import type { Store } from "../store.ts";
import { tableButton } from "./tableButton.ts";

const height = 168;
const mostRows = 512;

/** Mean attention by distance of the chosen head, with and without position. */
export class DistanceChart {
  readonly element: HTMLElement;
  readonly #svg = svgElement("svg", { class: "chart", height, tabindex: 0, role: "img" });
  readonly #reading = element("p", { class: "reading-line" });
  readonly #table = element("div", { class: "table-slot" });
  #view: HeadView | undefined;
  #at: number | null = null;

  constructor(store: Store) {
    const toggle = tableButton(store, "distance");
    const head = element(
      "div",
      { class: "figure-head" },
      element("h3", {}, "Mean attention by distance"),
      keyOf("with", "with position"),
      keyOf("without", "without position"),
      toggle,
    );
    const note = element(
      "p",
      { class: "note" },
      "Mean of the diagonal query − key = d over all pairs that exist; measured.",
    );
    this.#svg.setAttribute("aria-label", "Mean attention by distance");
    this.element = element(
      "section",
      { class: "figure distance" },
      head,
      this.#svg as unknown as HTMLElement,
      this.#reading,
      note,
      this.#table,
    );
    this.#listen();
    new ResizeObserver(() => this.#draw()).observe(this.#svg);
  }

  update(view: HeadView, { cursor, tables }: AppState): void {
    const fromMap = cursor === null ? null : cursor.row - cursor.col;
    const at = fromMap !== null && fromMap >= 0 ? fromMap : null;
    const isOther = this.#view !== view;
    if (isOther || at !== this.#at) {
      this.#view = view;
      this.#at = at;
      this.#draw();
    }
    const isTable = tables.includes("distance");
    this.#table.hidden = !isTable;
    if (isTable && (isOther || this.#table.childElementCount === 0)) {
      this.#table.replaceChildren(tableOf(view));
    }
    if (!isTable) this.#table.replaceChildren();
  }

  #listen(): void {
    this.#svg.addEventListener("pointermove", (event) => {
      const { clientWidth } = this.#svg;
      const count = this.#view?.profiles.with.length ?? 0;
      this.#read(indexAt(event.offsetX, count, chartFrame(clientWidth, height)));
    });
    this.#svg.addEventListener("pointerleave", () => this.#read(null));
    this.#svg.addEventListener("keydown", (event) => {
      const last = (this.#view?.profiles.with.length ?? 1) - 1;
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -last, End: last }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.#read(Math.min(last, Math.max(0, (this.#at ?? 0) + step)));
    });
  }

  #read(at: number | null): void {
    if (at === this.#at) return;
    this.#at = at;
    this.#draw();
  }

  #draw(): void {
    const view = this.#view;
    const { clientWidth } = this.#svg;
    if (view === undefined || clientWidth === 0) return;
    const frame = chartFrame(clientWidth, height);
    this.#svg.setAttribute("viewBox", `0 0 ${clientWidth} ${height}`);
    this.#svg.replaceChildren(...chartMarks(chartOf(view, this.#at), frame).map(toElement));
    setText(this.#reading, readingText(view, this.#at));
  }
}

/** The chart's data, for the page and for exports. */
export function chartOf({ profiles }: HeadView, at: number | null): LineChart {
  return {
    series: [
      { name: "without position", values: profiles.without, look: "without" },
      { name: "with position", values: profiles.with, look: "with" },
    ],
    xTitle: "distance from query to key, tokens",
    yTitle: "mean attention",
    at: at !== null && at < profiles.with.length ? at : null,
  };
}

function readingText({ profiles }: HeadView, at: number | null): string {
  if (at === null || at >= profiles.with.length) return "Point at the curve to read it.";
  const one = formatFixed(profiles.with[at] ?? 0, 4);
  const other = formatFixed(profiles.without[at] ?? 0, 4);
  return `distance ${at}   with ${one}   without ${other}`;
}

function tableOf({ profiles }: HeadView): HTMLElement {
  const rows = Array.from(profiles.with.subarray(0, mostRows), (value, distance) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, String(distance)),
      element("td", {}, formatFixed(value, 4)),
      element("td", {}, formatFixed(profiles.without[distance] ?? 0, 4)),
    ),
  );
  const names = ["distance", "with position", "without position"];
  const caption = "Mean attention by distance";
  return element(
    "div",
    { class: "scroller", tabindex: 0, role: "region", "aria-label": caption },
    element(
      "table",
      { class: "numbers" },
      element("caption", {}, caption),
      element(
        "thead",
        {},
        element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name))),
      ),
      element("tbody", {}, ...rows),
    ),
  );
}

function keyOf(look: "with" | "without", name: string): HTMLElement {
  return element("span", { class: `series-key ${look}` }, name);
}

function toElement({ tag, attributes, text }: Mark): SVGElement {
  return svgElement(tag, attributes, text);
}

import type { PositionScheme } from "../../../src/core/positions/positionScheme.ts";
import { schemeLabel } from "../../../src/core/positions/registry.ts";
import { formatSignificant } from "../../render/numbers.ts";
import { element } from "../element.ts";
import { qualityOf, qualityPositions } from "../vectors/qualityOf.ts";

/** Judging holds the page up for up to a second, so what was drawn before it is put on the screen first. */
const pauseMs = 60;

/** The quality reports of schemes, filled in after the pictures. */
export class QualityReports {
  readonly element = element("div", { class: "curves-view" });
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(schemes: readonly PositionScheme[]): void {
    clearTimeout(this.#timer);
    const waiting = schemes.map((scheme) =>
      section(titleOf(scheme), element("p", { class: "instead" }, "Judging the vectors…")),
    );
    this.element.replaceChildren(...waiting);
    this.#timer = setTimeout(() => {
      this.element.replaceChildren(...schemes.map(qualitySection));
    }, pauseMs);
  }
}

function titleOf(scheme: PositionScheme): string {
  return `Quality of ${schemeLabel(scheme)}`;
}

/** The ten tests of a scheme's vectors with their numbers, or why there are none. */
function qualitySection(scheme: PositionScheme): HTMLElement {
  const found = qualityOf(scheme);
  const title = titleOf(scheme);
  if ("reason" in found) {
    return section(title, element("p", { class: "instead" }, found.reason));
  }
  const lines = found.map(({ id, title: name, verdict, value, threshold, formula, means }) => {
    const head = element("th", { scope: "row" }, name);
    head.title = formula;
    return element(
      "tr",
      { class: verdict, "data-test": id },
      head,
      element("td", { class: "verdict" }, verdict),
      element("td", { class: "number" }, value === undefined ? "none" : formatSignificant(value)),
      element("td", {}, threshold),
      element("td", {}, means),
      element("td", { class: "formula" }, formula),
    );
  });
  const heads = ["test", "verdict", "value", "passes", "means", "formula"].map((name) =>
    element("th", { scope: "col" }, name),
  );
  const failed = found.filter(({ verdict }) => verdict === "fail").length;
  const caption = `${failed} of ${found.length} tests fail, over positions 0 to ${qualityPositions - 1}; computed, thresholds are ours`;
  return section(
    title,
    element(
      "div",
      { class: "scroller tall", tabindex: 0, role: "region", "aria-label": title },
      element(
        "table",
        { class: "tests" },
        element("caption", {}, caption),
        element("thead", {}, element("tr", {}, ...heads)),
        element("tbody", {}, ...lines),
      ),
    ),
  );
}

function section(title: string, body: HTMLElement): HTMLElement {
  return element("section", { class: "figure quality" }, element("h2", {}, title), body);
}

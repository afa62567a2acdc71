import type { ModelSpec } from "../../../../src/core/models/modelSpec.ts";
import type { Indicator } from "../../../../src/core/positions/indicators/indicator.ts";
import { formatCount } from "../../../render/numbers.ts";
import { element } from "../../element.ts";
import { indicatorCells, indicatorColumns } from "../../extrapolation/extrapolationCharts.ts";

/** Each indicator with its values at both lengths, what they mean, its formula and source. */
export function indicatorsTable(
  indicators: readonly Indicator[],
  { lengths }: ModelSpec,
  requested: number,
): HTMLElement {
  const at: Readonly<Partial<Record<string, string>>> = {
    "at L, trained":
      lengths.trained === undefined ? "at L" : `at L = ${formatCount(lengths.trained)}`,
    "at L′, requested": `at L′ = ${formatCount(requested)}`,
  };
  const heads = indicatorColumns.map((name) => element("th", { scope: "col" }, at[name] ?? name));
  return element(
    "div",
    { class: "scroller tall", tabindex: 0, role: "region", "aria-label": "Indicators" },
    element(
      "table",
      { class: "numbers indicators" },
      element("caption", {}, "Indicators for the requested length"),
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...indicators.map(indicatorRow)),
    ),
  );
}

function indicatorRow(indicator: Indicator): HTMLElement {
  const [title = "", trained = "", requested = "", ...rest] = indicatorCells(indicator);
  return element(
    "tr",
    { "data-indicator": indicator.id },
    element("th", { scope: "row" }, title, element("span", { class: "means" }, indicator.means)),
    element("td", {}, trained),
    element("td", {}, requested),
    ...rest.map((text) => element("td", { class: "text" }, text)),
  );
}

import type { TensorComparison } from "../../../../src/core/tensors/tensorComparison.ts";
import type { TensorStatistics } from "../../../../src/core/tensors/tensorStatistics.ts";
import { formatCount, formatSignificant } from "../../../render/numbers.ts";
import { histogramSvg } from "./histogramChart.ts";
import { element } from "../../element.ts";

/** Count, range, mean and spread of a tensor, with a histogram of its finite values. */
export function statisticsFacts(found: TensorStatistics): HTMLElement {
  const odd: readonly (readonly [string, number])[] = [
    ["NaN", found.nan],
    ["+Inf", found.positiveInfinity],
    ["−Inf", found.negativeInfinity],
  ];
  const facts = [
    fact("min", number(found.min)),
    fact("max", number(found.max)),
    fact("mean", number(found.mean)),
    fact("std", number(found.std)),
    fact("zeros", formatCount(found.zeros)),
    ...odd.map(([name, count]) => fact(name, formatCount(count), count > 0 ? "odd" : "")),
  ];
  const list = element("dl", { class: "facts-list", "aria-label": "Statistics" }, ...facts);
  const { histogram } = found;
  if (histogram === null) {
    return element("div", {}, list, element("p", { class: "note" }, "No value is finite."));
  }
  const note = `${histogram.counts.length} bins of equal width between the smallest and the largest value · float64 sums, std of the population`;
  return element("div", {}, list, histogramSvg(histogram), element("p", { class: "note" }, note));
}

/** What differs between two tensors of one shape. */
export function comparisonFacts(found: TensorComparison, cols: number): HTMLElement {
  const at = found.maxAt ?? 0;
  const place = cols === 0 ? "" : ` at row ${Math.floor(at / cols)}, column ${at % cols}`;
  const equal = `${formatCount(found.equal)} of ${formatCount(found.count)}`;
  return element(
    "dl",
    { class: "facts-list", "aria-label": "Comparison" },
    fact("max |a − b|", `${number(found.maxAbsolute)}${found.maxAbsolute === null ? "" : place}`),
    fact("mean |a − b|", number(found.meanAbsolute)),
    fact("mean (a − b)", number(found.meanDifference)),
    fact("cosine", number(found.cosine)),
    fact("equal", equal),
    found.notFinite === 0 ? null : fact("not finite", formatCount(found.notFinite), "odd"),
  );
}

function fact(name: string, value: string, look = ""): HTMLElement {
  const attributes = look === "" ? { class: "fact" } : { class: `fact ${look}` };
  return element("div", attributes, element("dt", {}, name), element("dd", {}, value));
}

function number(value: number | null): string {
  return value === null ? "–" : formatSignificant(value);
}

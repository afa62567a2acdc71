import type { ModelSpec } from "../../../../src/core/models/modelSpec.ts";
import { formatCount, formatValue } from "../../../render/numbers.ts";
import { element, setText } from "../../element.ts";
import {
  frequencyChart,
  frequencySummary,
  pairCells,
  pairColumns,
  pairReading,
  shownPairs,
} from "../../frequencies/frequencyChart.ts";
import { type FrequencyReport, frequencyReport } from "../../frequencies/frequencyReport.ts";
import type { Store } from "../../store.ts";
import { remembering, type View } from "../../view.ts";
import { requestedLength } from "../../whatIf/lengthChoice.ts";
import { cellsTable } from "../cellsTable.ts";
import { CurveFigure } from "../curveFigure.ts";
import { createLengthControl } from "../lengthControl.ts";
import { tableButton } from "../tableButton.ts";

/** How fast each pair of the rotation turns, against the lengths of training and request. */
export function createFrequenciesView(store: Store): View {
  const control = createLengthControl(store);
  const figure = new CurveFigure("Tokens per turn of each pair", 320);
  const instead = element("p", { class: "instead" });
  const facts = element("p", { class: "facts-line" });
  const table = element("div", { class: "table-slot" });
  const tools = element(
    "div",
    { class: "figure-head" },
    control.element,
    tableButton(store, "frequencies"),
  );
  const report = remembering((spec: ModelSpec | null, requested: number) =>
    frequencyReport(spec, requested),
  );
  const content = remembering((found: FrequencyReport) => {
    const rows = shownPairs(found);
    return {
      chart: frequencyChart(found),
      summary: frequencySummary(found),
      note: `Predicted from the config alone · ${found.formula} · at risk: unseen phase (min(ω′L′, 2π) − ωL) / min(ω′L′, 2π) above 0 (Liu et al. 2023, arXiv 2310.05209)`,
      reading: (index: number) => {
        const row = rows[index];
        return row === undefined ? "" : pairReading(row, found);
      },
    };
  });
  const fillTable = remembering((found: FrequencyReport | null) => {
    table.replaceChildren(...(found === null ? [] : [tableOf(found)]));
  });
  const picture = element("div", { class: "curves-view" }, facts, figure.element, table);
  return {
    element: element("div", {}, tools, instead, picture),
    update(state) {
      const { model, view, tables } = state;
      if (model === null) return;
      control.update(state);
      const requested = model.spec === null ? 1 : requestedLength(model.spec, view.whatIf);
      const found = report(model.spec, requested);
      const isReport = !("reason" in found);
      instead.hidden = isReport;
      picture.hidden = !isReport;
      if (!isReport) {
        setText(instead, found.reason);
        return;
      }
      setText(facts, factsText(found));
      figure.show(content(found));
      fillTable(tables.includes("frequencies") ? found : null);
    },
  };
}

function factsText(report: FrequencyReport): string {
  const { label, trained, requested, attentionFactor, rows, scheme } = report;
  const times = trained === undefined ? "" : ` (${formatValue(requested / trained)}× trained)`;
  return [
    label,
    `base θ ${formatCount(scheme.base)}`,
    `${rows.length} pairs`,
    `attention factor ${formatValue(attentionFactor)}`,
    `requested ${formatCount(requested)}${times}`,
  ].join(" · ");
}

function tableOf(report: FrequencyReport): HTMLElement {
  const rows = shownPairs(report);
  const every = rows.length < report.rows.length ? `, ${rows.length} of ${report.rows.length}` : "";
  return cellsTable({
    caption: `Pairs of the rotation${every}`,
    columns: pairColumns,
    rows: rows.map(pairCells),
    rowClass: (index) => ((rows[index]?.unseen ?? 0) > 0 ? "at-risk" : ""),
  });
}

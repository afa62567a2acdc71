import type { ModelSpec } from "../../../../src/core/models/modelSpec.ts";
import { indicatorsOf } from "../../../../src/core/positions/indicators/indicatorsOf.ts";
import { formatCount } from "../../../render/numbers.ts";
import { element, setText } from "../../element.ts";
import { decayCurve, decayLength } from "../../extrapolation/decayCurve.ts";
import {
  curveCells,
  decayContent,
  dilutionContent,
  unseenContent,
} from "../../extrapolation/extrapolationCharts.ts";
import { type LengthCurves, lengthCurves } from "../../extrapolation/lengthCurves.ts";
import type { Store } from "../../store.ts";
import { remembering, type View } from "../../view.ts";
import { requestedLength } from "../../whatIf/lengthChoice.ts";
import { cellsTable } from "../cellsTable.ts";
import { type CurveContent, CurveFigure } from "../curveFigure.ts";
import { createLengthControl } from "../lengthControl.ts";
import { tableButton } from "../tableButton.ts";
import { indicatorsTable } from "./indicatorsTable.ts";

/** What a length will do to the model, before anything is run. */
export function createExtrapolationView(store: Store): View {
  const control = createLengthControl(store);
  const instead = element("p", { class: "instead" });
  const evidence = element("p", { class: "facts-line" });
  const indicators = element("div", { class: "table-slot" });
  const unseen = new CurveFigure("What training never showed, by length");
  const dilution = new CurveFigure("Growth of the entropy of attention, by length");
  const decay = new CurveFigure("Preference for like keys, by distance");
  const table = element("div", { class: "table-slot" });
  const figures = [unseen, dilution, decay].map((figure) => figure.element);
  const picture = element(
    "div",
    { class: "curves-view" },
    evidence,
    indicators,
    element("div", { class: "curve-figures" }, ...figures),
    measuredPlace(),
    table,
  );
  const fill = remembering((spec: ModelSpec, requested: number) => {
    setText(evidence, evidenceText(spec, requested));
    indicators.replaceChildren(indicatorsTable(indicatorsOf(spec, requested), spec, requested));
    const curves = lengthCurves(spec, requested);
    const falling = decayCurve(spec.scheme, decayLength(spec, requested));
    showOrHide(unseen, unseenContent(spec, requested, curves));
    showOrHide(dilution, dilutionContent(spec, requested, curves));
    showOrHide(decay, falling === undefined ? undefined : decayContent(spec, requested, falling));
    return curves;
  });
  const fillTable = remembering((curves: LengthCurves | null) => {
    table.replaceChildren(...(curves === null ? [] : [curvesTable(curves)]));
  });
  return {
    element: element(
      "div",
      {},
      element(
        "div",
        { class: "figure-head" },
        control.element,
        tableButton(store, "extrapolation"),
      ),
      instead,
      picture,
    ),
    update(state) {
      const { model, view, tables } = state;
      if (model === null) return;
      control.update(state);
      instead.hidden = model.spec !== null;
      picture.hidden = model.spec === null;
      if (model.spec === null) {
        setText(instead, "The config could not be read, so nothing can be predicted.");
        return;
      }
      const curves = fill(model.spec, requestedLength(model.spec, view.whatIf));
      fillTable(tables.includes("extrapolation") ? curves : null);
    },
  };
}

function showOrHide(figure: CurveFigure, content: CurveContent | undefined): void {
  figure.element.hidden = content === undefined;
  if (content !== undefined) figure.show(content);
}

function evidenceText({ lengths }: ModelSpec, requested: number): string {
  const { trained, declared, evidence, assumed } = lengths;
  const sure = assumed ? " (an assumption)" : "";
  return [
    trained === undefined ? "trained length not known" : `L trained ${formatCount(trained)}${sure}`,
    declared === undefined ? "" : `declared ${formatCount(declared)}`,
    `L′ requested ${formatCount(requested)}`,
    evidence,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function curvesTable(curves: LengthCurves): HTMLElement {
  return cellsTable({ caption: "Predicted by length", ...curveCells(curves) });
}

/** Nothing here was run, and the page says so. */
function measuredPlace(): HTMLElement {
  return element(
    "section",
    { class: "figure" },
    element("h2", {}, "Measured"),
    element(
      "p",
      { class: "instead" },
      "Everything above is predicted from the config. The loss by position that the model's own weights give stands here once it can be measured; this version does not run it.",
    ),
  );
}

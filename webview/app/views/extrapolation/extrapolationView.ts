import type { ModelSpec } from "../../../../src/core/models/modelSpec.ts";
import { indicatorsOf } from "../../../../src/core/positions/indicators/indicatorsOf.ts";
import { formatCount } from "../../../render/numbers.ts";
import { element, setText } from "../../element.ts";
import { decayCurve, decayLength } from "../../extrapolation/decayCurve.ts";
import {
  decayContent,
  dilutionContent,
  unseenContent,
} from "../../extrapolation/extrapolationCharts.ts";
import { lengthCurves } from "../../extrapolation/lengthCurves.ts";
import { retrievalContent } from "../../extrapolation/retrievalCurve.ts";
import type { Store } from "../../store.ts";
import { remembering, type View } from "../../view.ts";
import { requestedLength } from "../../whatIf/lengthChoice.ts";
import { CurveFigure } from "../curveFigure.ts";
import { createLengthControl } from "../lengthControl.ts";
import { tableButton } from "../tableButton.ts";
import { indicatorsTable } from "./indicatorsTable.ts";

/** What a length will do to the model, before anything is run. */
export function createExtrapolationView(store: Store): View {
  const control = createLengthControl(store);
  const instead = element("p", { class: "instead" });
  const evidence = element("p", { class: "facts-line" });
  const indicators = element("div", { class: "table-slot" });
  const figures = [
    "What training never showed, by length",
    "Growth of the entropy of attention, by length",
    "Preference for like keys, by distance",
    "Retrieval of a synthetic key, by distance",
  ].map((name) => new CurveFigure(name));
  const pictures = figures.map((figure) => figure.element);
  const found = element(
    "div",
    { class: "curves-view" },
    evidence,
    indicators,
    element("div", { class: "curve-figures" }, ...pictures, measuredPlace()),
  );
  const contents = remembering((spec: ModelSpec, requested: number) => {
    setText(evidence, evidenceText(spec, requested));
    indicators.replaceChildren(indicatorsTable(indicatorsOf(spec, requested), spec, requested));
    const curves = lengthCurves(spec, requested);
    const decay = decayCurve(spec.scheme, decayLength(spec, requested));
    return [
      unseenContent(spec, requested, curves),
      dilutionContent(spec, requested, curves),
      decay === undefined ? undefined : decayContent(spec, requested, decay),
      retrievalContent(spec, requested),
    ];
  });
  const tools = [control.element, tableButton(store, "extrapolation")];
  return {
    element: element("div", {}, element("div", { class: "figure-head" }, ...tools), instead, found),
    update(state) {
      const { model, view, tables } = state;
      if (model === null) return;
      control.update(state);
      const { spec } = model;
      instead.hidden = spec !== null;
      found.hidden = spec === null;
      if (spec === null) {
        setText(instead, "The config could not be read, so nothing can be predicted.");
        return;
      }
      const isTable = tables.includes("extrapolation");
      const all = contents(spec, requestedLength(spec, view.whatIf));
      figures.forEach((figure, index) => figure.showOrHide(all[index], isTable));
    },
  };
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

/** Nothing here was run, and the page says so. */
function measuredPlace(): HTMLElement {
  return element(
    "section",
    { class: "figure" },
    element("h2", {}, "Measured"),
    element(
      "p",
      { class: "instead" },
      "Everything on this tab is predicted from the config or simulated with vectors that nobody trained. The loss by position that the model's own weights give stands here once it can be measured; this version does not run it.",
    ),
  );
}

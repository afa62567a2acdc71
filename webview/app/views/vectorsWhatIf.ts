import type { PositionScheme } from "../../../src/core/positions/positionScheme.ts";
import type { Matrix } from "../../render/matrix.ts";
import type { Theme } from "../../render/theme.ts";
import { element } from "../element.ts";
import type { AppState } from "../state.ts";
import type { Store } from "../store.ts";
import { schemeSight, type SchemeSight, type VectorSight } from "../vectors/schemeSight.ts";
import {
  biasContent,
  normContent,
  sightMatrix,
  similarityContent,
  similarityMatrix,
} from "../vectors/sightContent.ts";
import { typedScheme } from "../vectors/typedScheme.ts";
import { remembering, type View } from "../view.ts";
import { nothingAsked } from "../whatIf/lengthChoice.ts";
import { CurveFigure } from "./curveFigure.ts";
import { MatrixFigure } from "./matrixFigure.ts";
import { tableButton } from "./tableButton.ts";
import { SchemeForm } from "./vectorsForm.ts";
import { QualityReports } from "./vectorsQuality.ts";

const ownName = "Similarity of positions";
const chosenName = "Similarity of positions, what if";

/** How alike positions are to this model, and to it with another scheme. */
export class WhatIf implements View {
  readonly element: HTMLElement;
  readonly #form: SchemeForm;
  readonly #own: MatrixFigure;
  readonly #chosen: MatrixFigure;
  readonly #vectors: MatrixFigure;
  readonly #similarity = new CurveFigure("Similarity by distance");
  readonly #norms = new CurveFigure("Length of the vectors", 200);
  readonly #bias = new CurveFigure("Bias by distance");
  readonly #quality = new QualityReports();

  constructor(store: Store, theme: () => Theme) {
    this.#form = new SchemeForm(store);
    this.#own = new MatrixFigure(ownName, theme, "square");
    this.#chosen = new MatrixFigure(chosenName, theme, "square");
    this.#vectors = new MatrixFigure("Vectors of the chosen scheme", theme, 3);
    const curves = [this.#similarity, this.#norms, this.#bias, this.#vectors];
    this.element = element(
      "section",
      { class: "what-if" },
      element(
        "div",
        { class: "figure-head" },
        this.#form.element,
        tableButton(store, "similarity"),
      ),
      element("div", { class: "vectors" }, this.#own.element, this.#chosen.element),
      element("div", { class: "curve-figures" }, ...curves.map((figure) => figure.element)),
      this.#quality.element,
    );
  }

  update({ model, view, tables }: AppState): void {
    const spec = model?.spec ?? null;
    this.element.hidden = spec === null;
    if (spec === null) return;
    const asked = view.whatIf ?? nothingAsked;
    const typed = this.#typed(asked.scheme ?? "", asked.parameters);
    this.#form.show(asked, typed);
    const isTable = tables.includes("similarity");
    const own = this.#ownSight(spec.scheme, spec.heads);
    const chosen = this.#chosenSight(typed?.scheme, spec.heads);
    showMatrix(this.#own, own, { matrix: this.#ownMatrix, isTable });
    this.#chosen.element.hidden = chosen === undefined;
    showMatrix(this.#chosen, chosen, { matrix: this.#chosenMatrix, isTable });
    this.#vectors.element.hidden = !isVectors(chosen);
    if (isVectors(chosen)) {
      const source = `computed · ${chosen.formula} · positions 0 to ${chosen.norms.length - 1}`;
      this.#vectors.show(this.#vectorMatrix(chosen), source, isTable);
    }
    this.#similarity.showOrHide(this.#similarityOf(own, chosen), isTable);
    this.#norms.showOrHide(this.#normsOf(own, chosen), isTable);
    this.#bias.showOrHide(this.#biasOf(own, chosen), isTable);
    this.#judge(spec.scheme, typed?.scheme);
  }

  readonly #typed = remembering(typedScheme);
  readonly #ownSight = remembering(sightOf);
  readonly #chosenSight = remembering(sightOf);
  readonly #ownMatrix = remembering((sight: VectorSight) => similarityMatrix(sight, ownName));
  readonly #chosenMatrix = remembering((sight: VectorSight) => similarityMatrix(sight, chosenName));
  readonly #vectorMatrix = remembering(sightMatrix);
  readonly #similarityOf = remembering(similarityContent);
  readonly #normsOf = remembering(normContent);
  readonly #biasOf = remembering(
    (own: SchemeSight | undefined, chosen: SchemeSight | undefined) =>
      biasContent(chosen) ?? biasContent(own),
  );

  readonly #judge = remembering((own: PositionScheme, chosen: PositionScheme | undefined) => {
    this.#quality.show(chosen === undefined ? [own] : [chosen, own]);
  });
}

function sightOf(scheme: PositionScheme | undefined, heads: number): SchemeSight | undefined {
  return scheme === undefined ? undefined : schemeSight(scheme, heads);
}

function isVectors(sight: SchemeSight | undefined): sight is VectorSight {
  return sight !== undefined && !("reason" in sight) && sight.kind === "vectors";
}

interface MatrixLook {
  readonly matrix: (sight: VectorSight) => Matrix;
  readonly isTable: boolean;
}

function showMatrix(
  figure: MatrixFigure,
  sight: SchemeSight | undefined,
  { matrix, isTable }: MatrixLook,
): void {
  if (sight === undefined) return;
  if (!isVectors(sight)) {
    figure.explain("reason" in sight ? sight.reason : `${sight.label} has no vectors to compare.`);
    return;
  }
  const blank = sight.cosines.some(Number.isNaN) ? " · blank where a vector is zero" : "";
  const source = `computed · cosine x_i · x_j / (‖x_i‖ ‖x_j‖) · ${sight.label}${blank}`;
  figure.show(matrix(sight), source, isTable);
}

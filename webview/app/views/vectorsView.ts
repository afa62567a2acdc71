import { FormatError } from "../../../src/core/errors.ts";
import type { PositionalVectors } from "../../../src/core/positions/positionalVectors.ts";
import { positionalVectors, schemeLabel } from "../../../src/core/positions/registry.ts";
import type { Matrix } from "../../render/matrix.ts";
import type { Theme } from "../../render/theme.ts";
import { whyNoAttention } from "../computeJob.ts";
import { element } from "../element.ts";
import { embeddingMatrix, vectorsMatrix } from "../matrices.ts";
import type { AppState } from "../state.ts";
import type { Store } from "../store.ts";
import { remembering, type View } from "../view.ts";
import { MatrixFigure } from "./matrixFigure.ts";
import { tableButton } from "./tableButton.ts";
import { WhatIf } from "./vectorsWhatIf.ts";

/** Vectors of the positions of the prompt, or the sentence that says why there are none. */
export type ShownVectors =
  { readonly vectors: PositionalVectors; readonly matrix: Matrix } | { readonly reason: string };

/** Positional vectors of the prompt's positions, computed; the input embedding of its tokens beside them, measured. */
export function createVectorsView(store: Store, theme: () => Theme): View {
  const position = new MatrixFigure("Positional vectors", theme);
  const embedding = new MatrixFigure("Input embeddings", theme);
  const tools = element("div", { class: "figure-head" }, tableButton(store, "vectors"));
  const whatIf = new WhatIf(store, theme);
  const shown = remembering(shownVectors);
  const embedded = remembering(embeddingMatrix);
  return {
    element: element(
      "div",
      { class: "vectors-view" },
      tools,
      element("div", { class: "vectors" }, position.element, embedding.element),
      whatIf.element,
    ),
    update(state) {
      const isTable = state.tables.includes("vectors");
      const { model, tokens } = state;
      whatIf.update(state);
      if (model === null || tokens.status !== "ready") return;
      const found = shown(model.spec, tokens.pieces);
      if ("reason" in found) position.explain(found.reason);
      else {
        const { formula, parts } = found.vectors;
        const axis = parts.map(({ name, width }) => `${name} of ${width} pairs`).join(" | ");
        position.show(found.matrix, `computed · ${formula} · ${axis}`, isTable);
      }
      const values = state.computed.embedding;
      if (values === null) embedding.explain(noEmbedding(state));
      else if (values.tokens === tokens.pieces.length) {
        const source = `measured from the file · what enters layer 0, [${values.tokens}, ${values.width}]`;
        embedding.show(embedded(values, tokens.pieces), source, isTable);
      }
    },
  };
}

/** The same for views and exports. */
export function shownVectors(
  spec: NonNullable<AppState["model"]>["spec"],
  pieces: readonly string[],
): ShownVectors {
  if (spec === null)
    return { reason: "The config could not be read, so the scheme stays unknown." };
  if (pieces.length === 0)
    return { reason: "Type a sentence to see the vectors of its positions." };
  try {
    const positions = pieces.map((_, index) => index);
    const vectors = positionalVectors(spec.scheme, positions, pieces.length);
    if (vectors !== undefined) return { vectors, matrix: vectorsMatrix(vectors, pieces) };
    const { scheme } = spec;
    const reason =
      scheme.kind === "unknown"
        ? scheme.reason
        : `${schemeLabel(scheme)} acts on pairs of positions`;
    return { reason: `No positional vectors: ${reason}` };
  } catch (error) {
    if (error instanceof FormatError) return { reason: error.message };
    throw error;
  }
}

function noEmbedding({ model, run }: AppState): string {
  if (model !== null && model.spec !== null && model.tensors.length === 0) {
    return "No weights were found beside the config, so there are no embeddings to measure.";
  }
  const reason = model === null ? "" : whyNoAttention(model);
  if (reason !== "") return reason;
  return run.status === "failed" ? run.message : "Reading the embedding rows…";
}

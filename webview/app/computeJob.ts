import type { ModelSpec } from "../../src/core/models/modelSpec.ts";
import type { ModelSnapshot, RemovalChoice } from "../../src/protocol/contract.ts";
import type { AppState } from "./state.ts";
import { whyOnlyWords, wordsTensor } from "./words/wordsModel.ts";

/** What has to be computed for what is on the screen. */
export interface ComputeJob {
  /** Equal keys are equal jobs. */
  readonly key: string;
  /** Equal where the tokens and the model are: thumbnails and embedding stay valid. */
  readonly tokensKey: string;
  readonly model: ModelSnapshot;
  readonly spec: ModelSpec;
  readonly ids: readonly number[];
  readonly pieces: readonly string[];
  readonly layer: number;
  readonly head: number;
  readonly removal: RemovalChoice;
  /** Only what the visible tab shows: nothing is computed that nobody looks at. */
  readonly wants: "attention" | "embedding" | "one head";
}

/** The job of a state, or `null` where nothing needs computing or nothing can be. */
export function jobOf(state: AppState): ComputeJob | null {
  const { model, tokens, view } = state;
  if (state.lead !== "alone" || model === null || tokens.status !== "ready") return null;
  if (whyNoAttention(model) !== "" || model.spec === null || tokens.ids.length === 0) return null;
  const wants = wantedBy(state);
  if (wants === null) return null;
  const tokensKey = `${model.revision}|${tokens.ids.join()}`;
  const { layer, head, removal } = view;
  const key = wants === "embedding" ? tokensKey : [tokensKey, layer, head, removal].join("|");
  const rest = { ids: tokens.ids, pieces: tokens.pieces, layer, head, removal, wants };
  return { key: `${wants}|${key}`, tokensKey, model, spec: model.spec, ...rest };
}

/** One sentence, or empty where attention can be computed. */
export function whyNoAttention(model: ModelSnapshot): string {
  const { spec } = model;
  if (wordsTensor(model) !== undefined) return whyOnlyWords;
  if (spec === null) return "The config could not be read, so what the model is stays unknown.";
  if (spec.family === undefined) {
    return `Models of type "${spec.modelType}" cannot be run yet; their positions can still be shown where the scheme is known.`;
  }
  if (model.tensors.length === 0) {
    return "No weights were found beside the config. Attention is measured from a model's own weights, so there is nothing to show; the Vectors tab is computed from the config alone.";
  }
  return "";
}

function wantedBy(state: AppState): ComputeJob["wants"] | null {
  if (state.kind === "heatmap") return "one head";
  if (state.view.tab === "attention") return "attention";
  return state.view.tab === "vectors" ? "embedding" : null;
}

import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import type { ModelSnapshot, TabId } from "../../../src/protocol/contract.ts";

/** Vectors of words, where the checkpoint is static embeddings. */
export function wordsTensor(model: ModelSnapshot | null): TensorInfo | undefined {
  return model?.tensors.find(({ storage }) => storage?.kind === "words");
}

/** Why tabs of other models are not there, in one sentence. */
export const whyOnlyWords =
  "Static embeddings are one vector per word: they have no layers, so there is no attention to show, and no positions of their own.";

/** The tabs that say something about a model, in the order of the list. */
export function tabsOf(model: ModelSnapshot | null): readonly TabId[] {
  return wordsTensor(model) === undefined
    ? ["overview", "vectors", "attention", "extrapolation", "frequencies", "tensors"]
    : ["overview", "words", "tensors"];
}

/** The tab itself where the model has it, else the one that comes first to mind. */
export function tabWithin(tab: TabId, model: ModelSnapshot | null): TabId {
  if (model === null || tabsOf(model).includes(tab)) return tab;
  return wordsTensor(model) === undefined ? "attention" : "words";
}

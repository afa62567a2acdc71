/** What a weight is for. `{l}` in a pattern stands for the layer's index. */
export type LayerRole =
  "attentionNorm" | "q" | "k" | "v" | "o" | "qNorm" | "kNorm" | "mlpNorm" | "gate" | "up" | "down";

export type ModelRole = "embedding" | "finalNorm" | "head";

/**
 * A transformer family as data (DESIGN section 5): a new family is one more of these and its golden,
 * a new kind of attention is code in `src/inference/mixers`.
 */
export interface FamilyTable {
  /** The `model_type` it is named after. */
  readonly id: string;
  readonly modelTypes: readonly string[];
  /** Tensor names without ".weight" / ".bias", as hub checkpoints have them. */
  readonly model: Readonly<Record<ModelRole, string>>;
  /** A role that is absent here does not exist in the family. */
  readonly layer: Readonly<Partial<Record<LayerRole, string>>>;
  /** Prefixes that published files may lack or add ("model." for LLaMA's). Tried in order; "" first. */
  readonly optionalPrefixes: readonly string[];
  readonly norm: "rms" | "layer";
  readonly residual: "sequential" | "parallel";
  readonly mlp: "gated" | "plain";
  /** Biases are used wherever the file has them; these roles must have one. */
  readonly requiredBiases: readonly LayerRole[];
  /** RMSNorm over each head's q and k before the rotation. */
  readonly qkNorm: "none" | "per-head";
  readonly attentionScale: "inverse-sqrt-head-dim";
  readonly mixer: "standard";
}

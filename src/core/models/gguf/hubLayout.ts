/**
 * What a tensor of a GGUF file is in the hub's layout. `name` has "{l}" for the layer and, for stacked experts, "{e}"
 * for the expert; ".weight" or ".bias" follows it as in the file.
 */
export interface HubTensor {
  readonly name: string;
  readonly change: HubChange;
}

/**
 * What a converter did that has to be undone.
 * `queryPairs`, `keyPairs`: rows of each head in pairs; `fused`: q, k and v one after the other, in the hub by groups;
 * `transposed`: the hub has [in, out]; `plusOne`: 1 was added to the weight; `experts`: one tensor for all of them.
 */
export type HubChange =
  "none" | "queryPairs" | "keyPairs" | "fused" | "transposed" | "plusOne" | "experts";

/** Names and changes of one architecture, as llama.cpp's converter makes them. */
export interface HubLayout {
  /** `general.architecture`. */
  readonly architecture: string;
  /** `model_type` of the hub's config. */
  readonly modelType: string;
  /** Names in the file without ".weight" and ".bias", "{l}" for the layer → the hub's. */
  readonly tensors: ReadonlyMap<string, HubTensor>;
}

type Entry = string | readonly [name: string, change: HubChange];

export function hubLayout(
  architecture: string,
  modelType: string,
  ...tables: readonly Readonly<Record<string, Entry>>[]
): HubLayout {
  const tensors = new Map<string, HubTensor>();
  for (const [stored, entry] of tables.flatMap((table) => Object.entries(table))) {
    const [name, change] = typeof entry === "string" ? [entry, "none" as const] : entry;
    tensors.set(stored, { name, change });
  }
  return { architecture, modelType, tensors };
}

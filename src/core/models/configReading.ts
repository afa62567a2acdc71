import type { Node } from "jsonc-parser";
import type { ModelSpec, ProvenanceMap } from "./modelSpec.ts";

/**
 * What a `config.json` gives: the model, where each fact comes from, and the tree for exact ranges. Of a GGUF file,
 * text and tree are those of the config that its metadata would be.
 */
export interface ConfigReading {
  /** As the caller named it. */
  readonly file: string;
  readonly text: string;
  readonly spec: ModelSpec;
  readonly provenance: ProvenanceMap;
  readonly tree: Node;
}

import type { ConfigReading } from "../models/configReading.ts";

/** Names of the files of a model folder, as found; nothing but the config has been read. */
export interface ModelFolderFiles {
  readonly config: string | undefined;
  readonly generationConfig: string | undefined;
  readonly tokenizer: string | undefined;
  readonly tokenizerConfig: string | undefined;
  /** Files that a tokenizer can be made of, best first. */
  readonly vocabularies: readonly string[];
  /** Checkpoints with their index first where there is one. */
  readonly checkpoints: readonly string[];
}

/** A directory with config, checkpoint(s), tokenizer: what the Models view lists. */
export interface ModelFolder {
  /** Absolute, "/" on every system. */
  readonly path: string;
  readonly files: ModelFolderFiles;
  /** `undefined` where there is no config or none that can be read; the problems say why. */
  readonly config: ConfigReading | undefined;
}

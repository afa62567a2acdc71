import type { FileEntry } from "../bytes/files.ts";
import { formatByName } from "../formats/registry.ts";
import type { ModelFolderFiles } from "./modelFolder.ts";

/**
 * What a folder has for a model, by names alone, case-exact: a loader on Linux finds no `Config.json`.
 * `preferred` is a file of the folder that the user pointed at: a config or a checkpoint by an unusual name.
 */
export function modelFolderFiles(
  entries: readonly FileEntry[],
  preferred?: string,
): ModelFolderFiles {
  const names = entries.filter((entry) => entry.kind === "file").map((entry) => entry.name);
  const find = (name: string): string | undefined => (names.includes(name) ? name : undefined);
  return {
    config: names.find((name) => name === preferred && isConfigName(name)) ?? find("config.json"),
    generationConfig: find("generation_config.json"),
    tokenizer: find("tokenizer.json"),
    tokenizerConfig: find("tokenizer_config.json"),
    checkpoints: checkpointsOf(names, preferred),
  };
}

/** Whether the Models view lists a folder: it has a config or weights in a format that is read. */
export function isModelFolder(entries: readonly FileEntry[]): boolean {
  return entries.some(
    ({ kind, name }) =>
      kind === "file" &&
      (name === "config.json" || isIndexName(name) || formatByName(name)?.id === "safetensors"),
  );
}

export function isIndexName(name: string): boolean {
  return name.endsWith(".safetensors.index.json");
}

/** "model-00002-of-00004.safetensors" and "consolidated.00.safetensors" are parts of one checkpoint. */
export function isShardName(name: string): boolean {
  return /(-\d{5}-of-\d{5}|\.\d\d)\.safetensors$/.test(name);
}

/** A config of some model; not one of generation, of a tokenizer or of a preprocessor, which have other keys. */
function isConfigName(name: string): boolean {
  return (
    name.endsWith("config.json") &&
    !/^(generation|tokenizer|preprocessor|processor|adapter|quantize|hf_quant)_/.test(name)
  );
}

/**
 * Best first: the file the user pointed at (unless it is one shard of several), the index, the whole model,
 * other safetensors, and then what this version does not read.
 */
function checkpointsOf(names: readonly string[], preferred: string | undefined): readonly string[] {
  const rank = (name: string): number => {
    if (name === preferred && !isShardName(name)) return 0;
    if (name === "model.safetensors.index.json") return 1;
    if (isIndexName(name)) return 2;
    if (name === "model.safetensors") return 3;
    return formatByName(name)?.id === "safetensors" ? 4 : 5;
  };
  return names
    .filter((name) => isIndexName(name) || formatByName(name) !== undefined)
    .filter((name) => !notWeights.has(name))
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : Number(a > b)));
}

/** Files that training leaves beside the weights under extensions of checkpoints. */
const notWeights: ReadonlySet<string> = new Set([
  "training_args.bin",
  "optimizer.pt",
  "scheduler.pt",
  "scaler.pt",
  "rng_state.pth",
  "optimizer.bin",
]);

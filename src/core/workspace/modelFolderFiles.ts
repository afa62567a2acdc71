import type { FileEntry } from "../bytes/files.ts";
import { formatByName } from "../formats/registry.ts";
import { vocabularyFiles } from "../tokenizers/folder/vocabularyFiles.ts";
import { isOfSameSplit } from "./ggufSplit.ts";
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
  // A GGUF file that was pointed at says itself what it is, whatever lies beside it.
  const isGguf = preferred !== undefined && formatByName(preferred)?.id === "gguf";
  const config = isGguf ? undefined : find("config.json");
  return {
    config: names.find((name) => name === preferred && isConfigName(name)) ?? config,
    generationConfig: find("generation_config.json"),
    tokenizer: find("tokenizer.json"),
    tokenizerConfig: find("tokenizer_config.json"),
    vocabularies: vocabularyFiles(names, preferred),
    checkpoints: checkpointsOf(names, preferred),
  };
}

/** Whether the Models view lists a folder: it has a config or weights in a format that is read. */
export function isModelFolder(entries: readonly FileEntry[]): boolean {
  return entries.some(
    ({ kind, name }) =>
      kind === "file" &&
      (name === "config.json" ||
        isIndexName(name) ||
        torchWeights.test(name) ||
        listed.has(formatByName(name)?.id ?? "")),
  );
}

/** Formats that are used for nothing but models; the others would list every folder with an array in it. */
const listed: ReadonlySet<string> = new Set(["safetensors", "gguf", "onnx"]);

/** What libraries call the weights that they save with PyTorch; any other `.bin` may be anything. */
const torchWeights =
  /^(?:pytorch_model|model|adapter_model|consolidated)(?:[-.]\d[^/]*)?\.(?:bin|pt|pth)$/;

export function isIndexName(name: string): boolean {
  return /\.(?:safetensors|bin)\.index\.json$/.test(name);
}

/**
 * "model-00002-of-00004.safetensors", "pytorch_model-00001-of-00002.bin" and "consolidated.00.safetensors" are parts of
 * one checkpoint. Parts of `.pth` are not: each has a slice of every tensor.
 */
export function isShardName(name: string): boolean {
  return /-\d{5}-of-\d{5}\.(?:safetensors|bin)$|\.\d\d\.safetensors$/.test(name);
}

/** What the shards of one checkpoint have in common: their name without their number. */
export function shardSeries(name: string): string {
  return name.replace(/-\d{5}(?=-of-\d{5}\.\w+$)|\.\d\d(?=\.safetensors$)/, "");
}

/** A config of some model; not one of generation, of a tokenizer or of a preprocessor, which have other keys. */
function isConfigName(name: string): boolean {
  return (
    name.endsWith("config.json") &&
    !/^(generation|tokenizer|preprocessor|processor|adapter|quantize|hf_quant)_/.test(name)
  );
}

/**
 * Best first: the file the user pointed at (or all shards of its GGUF model; one of several safetensors does not
 * count), the index, the whole model, other safetensors, GGUF, PyTorch, and then other formats.
 */
function checkpointsOf(names: readonly string[], preferred: string | undefined): readonly string[] {
  const rank = (name: string): number => {
    if (name === preferred && !isShardName(name)) return 0;
    if (preferred !== undefined && isOfSameSplit(name, preferred)) return 0;
    if (preferred !== undefined && isOfSameShards(name, preferred))
      return isIndexName(name) ? 0 : 0.5;
    if (name === "model.safetensors.index.json") return 1;
    if (name.endsWith(".safetensors.index.json")) return 2;
    if (name === "model.safetensors") return 3;
    return formatRank(name);
  };
  return names
    .filter(
      (name) =>
        isIndexName(name) ||
        formatByName(name) !== undefined ||
        (name === preferred && (isWordsName(name) || isBareName(name))),
    )
    .filter((name) => !notWeights.has(name))
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : Number(a > b)));
}

/** Stores name files by their hash ("sha256-6a0746…"): one that was pointed at is what its content is. */
function isBareName(name: string): boolean {
  return !name.includes(".");
}

function formatRank(name: string): number {
  const id = formatByName(name)?.id;
  if (id === "safetensors") return 4;
  if (isIndexName(name)) return 6;
  if (torchWeights.test(name)) return 7;
  // The part that sees of a model in two GGUF files is no language model.
  return id === "gguf" && !name.startsWith("mmproj") ? 5 : 8;
}

/** Whether a file is a shard beside the one that was pointed at, or the index of shards of its kind. */
function isOfSameShards(name: string, preferred: string): boolean {
  if (!isShardName(preferred)) return false;
  const extension = preferred.slice(preferred.lastIndexOf("."));
  if (isIndexName(name)) return name.endsWith(`${extension}.index.json`);
  return isShardName(name) && shardSeries(name) === shardSeries(preferred);
}

/** GloVe's vectors have a name that any text may have: only a file that was pointed at is taken for them. */
function isWordsName(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.endsWith(".txt") && !notWords.has(lower);
}

/** Texts that lie beside a model and belong to it. */
const notWords: ReadonlySet<string> = new Set([
  "vocab.txt",
  "merges.txt",
  "readme.txt",
  "license.txt",
  "notice.txt",
  "requirements.txt",
]);

/** Files that training leaves beside the weights under extensions of checkpoints. */
const notWeights: ReadonlySet<string> = new Set([
  "training_args.bin",
  "optimizer.pt",
  "scheduler.pt",
  "scaler.pt",
  "rng_state.pth",
  "optimizer.bin",
]);

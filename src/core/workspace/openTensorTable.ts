import { decodeText } from "../bytes/decodeText.ts";
import { joinPath, type Files } from "../bytes/files.ts";
import { INDEX_BYTE_LIMIT, SHARDS_AT_ONCE } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { recogniseFormat } from "../formats/registry.ts";
import { refuseStandIn } from "../formats/standIns.ts";
import { parseSafetensorsIndex, type SafetensorsIndex } from "../formats/safetensorsIndex.ts";
import type { TensorTable } from "../formats/tensorTable.ts";
import type { Parsed, Problem } from "../problem.ts";
import { ggufSplit, mergeGgufSplit, reportLoneSplit } from "./ggufSplit.ts";
import { mergeShards, type Shard } from "./mergeShards.ts";
import type { ModelFolder } from "./modelFolder.ts";
import { isIndexName, isShardName, shardSeries } from "./modelFolderFiles.ts";
import { withOtherFiles } from "./otherFiles.ts";
import { readLogicalTable } from "./readLogicalTable.ts";
import { readWhole } from "./readWhole.ts";

/**
 * The tensors of a folder's best checkpoint, all shards in one table, by headers alone; weights that a quantiser
 * packed in several tensors as one each. A shard that is missing or
 * broken is a problem and the others are shown; an index that cannot be used is passed over for a whole file.
 * @throws FormatError `not-found` for a folder without weights, `unsupported` for weights of another format,
 * those of the format where nothing of the checkpoint can be shown.
 */
export async function openTensorTable(
  files: Files,
  folder: ModelFolder,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const stored = await openStoredTable(files, folder, signal);
  return readLogicalTable({ files, folder }, stored, signal);
}

/** @throws FormatError as `openTensorTable`. */
async function openStoredTable(
  files: Files,
  folder: ModelFolder,
  signal: AbortSignal | undefined,
): Promise<Parsed<TensorTable>> {
  const place = { files, folder: folder.path };
  const [first, ...others] = folder.files.checkpoints;
  if (first === undefined) {
    throw new FormatError("not-found", `${folder.path} has no checkpoint`);
  }
  if (!isIndexName(first)) return openWithoutIndex(place, folder.files.checkpoints, signal);
  try {
    return await openByIndex(place, first, signal);
  } catch (error) {
    const instead = others.filter((name) => !isIndexName(name) && mayStandFor(first, name));
    if (!(error instanceof FormatError) || instead.length === 0) throw error;
    const table = await openWithoutIndex(place, instead, signal);
    return { value: table.value, problems: [toProblem(error, first), ...table.problems] };
  }
}

/** An index by a name of its own is of one model of several in the folder: another of them is none of its files. */
function mayStandFor(index: string, name: string): boolean {
  const stem = index.replace(/\.\w+\.index\.json$/, "");
  return stem === "model" || stem === "pytorch_model" || name.startsWith(stem);
}

interface Place {
  readonly files: Files;
  readonly folder: string;
}

async function openByIndex(
  place: Place,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Parsed<TensorTable>> {
  const path = joinPath(place.folder, name);
  const limit = INDEX_BYTE_LIMIT;
  const text = decodeText(await readWhole({ ...place, path, file: name, limit }, signal), name);
  const index = parseSafetensorsIndex(text.value, name);
  const shards = await readShards(place, index.value.shards, signal);
  const table = mergeShards(shards, index.value.weightMap, name);
  return {
    value: table.value,
    problems: [...text.problems, ...index.problems, ...table.problems],
  };
}

/** One file, or all shards of a checkpoint whose index is missing. */
async function openWithoutIndex(
  place: Place,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Parsed<TensorTable>> {
  const first = names[0] ?? "";
  const split = ggufSplit(first, names);
  if (split !== undefined) {
    return mergeGgufSplit(await readShards(place, split.present, signal), split);
  }
  if (!isShardName(first)) {
    const { value, problems } = await readCheckpoint(place, first, signal);
    return { value, problems: [...problems, ...reportLoneSplit(value, first).list] };
  }
  const series = names.filter((name) => shardSeries(name) === shardSeries(first));
  const shards = await readShards(place, series, signal);
  const noMap: SafetensorsIndex["weightMap"] = new Map();
  const table = mergeShards(shards, noMap, first);
  const message = "has shards and no index of them; all shards found are shown";
  const problem: Problem = { code: "no-index", severity: "warning", message };
  return { value: table.value, problems: [problem, ...table.problems] };
}

async function readShards(
  place: Place,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  for (let begin = 0; begin < names.length; begin += SHARDS_AT_ONCE) {
    signal?.throwIfAborted();
    const batch = names.slice(begin, begin + SHARDS_AT_ONCE);
    shards.push(...(await Promise.all(batch.map(async (name) => readShard(place, name, signal)))));
  }
  return shards;
}

async function readShard(
  place: Place,
  file: string,
  signal: AbortSignal | undefined,
): Promise<Shard> {
  try {
    return { file, outcome: await readCheckpoint(place, file, signal) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { file, outcome: error };
  }
}

async function readCheckpoint(
  place: Place,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Parsed<TensorTable>> {
  const source = await place.files.open(joinPath(place.folder, name));
  try {
    const head = await source.read(0, Math.min(source.byteLength, HEAD_BYTES), signal);
    refuseStandIn(head, name);
    const format = recogniseFormat(head, name);
    if (format === undefined) {
      throw new FormatError("unsupported", `${name} is of no format that is known`, { offset: 0 });
    }
    return await withOtherFiles(place, await format.read(source, name, signal));
  } finally {
    await source.close();
  }
}

/** Enough for the magic of every known format, and for a row of numbers to be told from other text. */
const HEAD_BYTES = 1024;

function toProblem(error: FormatError, file: string): Problem {
  const { code, message, offset } = error;
  return { code, severity: "error", message, file, ...(offset === undefined ? {} : { offset }) };
}

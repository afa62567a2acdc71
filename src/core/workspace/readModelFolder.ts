import { decodeText } from "../bytes/decodeText.ts";
import { folderOf, joinPath, nameOf, type Files } from "../bytes/files.ts";
import { CONFIG_BYTE_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { formatByName, recogniseFormat } from "../formats/registry.ts";
import type { ConfigReading } from "../models/configReading.ts";
import { readGgufConfig } from "../models/gguf/readGgufConfig.ts";
import { parseHfConfig } from "../models/hfConfig.ts";
import type { Parsed } from "../problem.ts";
import type { ModelFolder } from "./modelFolder.ts";
import { isIndexName, modelFolderFiles } from "./modelFolderFiles.ts";
import { readWhole } from "./readWhole.ts";

/**
 * The model folder at a path: a folder, or any file in it. Reads the config, or the metadata of a GGUF file where that
 * stands in for one, and nothing else.
 * A config that cannot be read is a problem; the folder still has its files.
 * @throws FormatError `not-found` where nothing is at the path, `not-readable` where the folder cannot be listed.
 */
export async function readModelFolder(
  files: Files,
  path: string,
  signal?: AbortSignal,
): Promise<Parsed<ModelFolder>> {
  const stat = await files.stat(path);
  signal?.throwIfAborted();
  if (stat === undefined) throw new FormatError("not-found", `nothing is at ${path}`);
  const isFile = stat.kind === "file";
  const folder = isFile ? folderOf(path) : withoutEndingSlash(path);
  const entries = await files.list(folder);
  signal?.throwIfAborted();
  const found = modelFolderFiles(entries, isFile ? nameOf(path) : undefined);
  const [checkpoint] = found.checkpoints;
  const described =
    found.config === undefined && checkpoint !== undefined && !isIndexName(checkpoint)
      ? await readMetadata({ files, folder }, checkpoint, signal)
      : undefined;
  const { value: config, problems } =
    described ?? (await readConfig({ files, folder }, found.config, signal));
  return { value: { path: folder, files: found, config }, problems };
}

interface Place {
  readonly files: Files;
  readonly folder: string;
}

/** A GGUF file has in its metadata what other models have in a config; `undefined` where a checkpoint is none. */
async function readMetadata(
  { files, folder }: Place,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Parsed<ConfigReading | undefined> | undefined> {
  try {
    const source = await files.open(joinPath(folder, name));
    try {
      const head = await source.read(0, Math.min(source.byteLength, HEAD_BYTES), signal);
      const isGguf = recogniseFormat(head, name)?.id === "gguf";
      return isGguf ? await readGgufConfig(source, name, signal) : undefined;
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    // What is wrong with another checkpoint is said when it is opened.
    if (formatByName(name)?.id !== "gguf") return undefined;
    // A problem names its file beside its message.
    const message = error.message.startsWith(name)
      ? error.message.slice(name.length).replace(/^:? /, "")
      : error.message;
    const { code } = error;
    return { value: undefined, problems: [{ code, severity: "error", message, file: name }] };
  }
}

/** Enough to see a GGUF file by its content. */
const HEAD_BYTES = 16;

async function readConfig(
  { files, folder }: Place,
  name: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Parsed<ConfigReading | undefined>> {
  if (name === undefined) {
    const message = "has no config.json, so sizes, scheme and lengths are not known";
    return { value: undefined, problems: [{ code: "no-config", severity: "warning", message }] };
  }
  try {
    const path = joinPath(folder, name);
    const bytes = await readWhole({ files, path, file: name, limit: CONFIG_BYTE_LIMIT }, signal);
    const text = decodeText(bytes, name);
    const reading = parseHfConfig(text.value, name);
    return { value: reading.value, problems: [...text.problems, ...reading.problems] };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { code, message } = error;
    return { value: undefined, problems: [{ code, severity: "error", message, file: name }] };
  }
}

function withoutEndingSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

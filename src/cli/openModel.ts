import { resolve } from "node:path";
import { FormatError } from "../core/errors.ts";
import { settleWordCounts } from "../core/embeddings/settleWordCounts.ts";
import type { ConfigReading } from "../core/models/configReading.ts";
import type { TensorTable } from "../core/formats/tensorTable.ts";
import type { Parsed, Problem } from "../core/problem.ts";
import type { ModelFolder } from "../core/workspace/modelFolder.ts";
import { openHubTable } from "../core/workspace/openHubTable.ts";
import { openTensorTable } from "../core/workspace/openTensorTable.ts";
import { readModelFolder } from "../core/workspace/readModelFolder.ts";
import { nodeFiles } from "../node/nodeFiles.ts";

/** PATH of the command line: a file of a model, or its folder. */
export function openFolder(path: string): Promise<Parsed<ModelFolder>> {
  return readModelFolder(nodeFiles, toFilesPath(path));
}

/** @throws FormatError `bad-header` with what is wrong with the config, where none can be read. */
export function requireConfig({ value, problems }: Parsed<ModelFolder>): ConfigReading {
  if (value.config !== undefined) return value.config;
  const [first] = problems.filter(({ severity }) => severity === "error");
  throw new FormatError(
    value.files.config === undefined ? "not-found" : "bad-header",
    first === undefined
      ? `${value.path} has no config.json`
      : `${first.file ?? value.path}: ${first.message}`,
  );
}

/**
 * No number of it is an estimate.
 * @throws FormatError as `openTensorTable`.
 */
export async function openTable(folder: ModelFolder): Promise<Parsed<TensorTable>> {
  const table = await openTensorTable(nodeFiles, folder);
  return settleWordCounts(nodeFiles, folder.path, table, { sources: ["estimated"] });
}

/** The table in the names and the layout that families know. @throws FormatError as `openTensorTable`. */
export function openModelTable(folder: ModelFolder): Promise<Parsed<TensorTable>> {
  return openHubTable(nodeFiles, folder);
}

/** One line for stderr: "warning: config.json: …". */
export function problemText({ severity, file, message }: Problem): string {
  return `${severity}: ${file === undefined ? "" : `${file}: `}${message}`;
}

/** `Files` wants absolute paths with "/" on every system. */
function toFilesPath(path: string): string {
  return resolve(path).replaceAll("\\", "/");
}

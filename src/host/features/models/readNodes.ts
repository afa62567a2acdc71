import { joinPath } from "../../../core/bytes/files.ts";
import { FormatError } from "../../../core/errors.ts";
import type { TensorTable } from "../../../core/formats/tensorTable.ts";
import type { Parsed } from "../../../core/problem.ts";
import type { ModelEntry } from "../../platform/modelEntry.ts";
import { readModelFindings } from "../../platform/modelFindings.ts";
import type { FileNode, ModelNode, Node } from "./modelNodes.ts";

/** A model by its configs alone; no checkpoint is opened. */
export async function readModelNode(entry: ModelEntry): Promise<ModelNode> {
  const nothing = { kind: "model", entry, folder: undefined, findings: [] } as const;
  try {
    const { value, problems } = await entry.folder();
    const findings = await readModelFindings(entry);
    return { kind: "model", entry, folder: value, findings, problems };
  } catch (error) {
    if (!(error instanceof FormatError)) {
      throw error;
    }
    // A folder that cannot be read still has its line, and says why.
    return {
      ...nothing,
      problems: [{ code: error.code, severity: "error", message: error.message }],
    };
  }
}

/** What a model node opens to: findings, problems, files. Here the headers of the checkpoints are read. */
export async function readChildren(model: ModelNode): Promise<readonly Node[]> {
  const { entry, folder } = model;
  const { value: table, problems } = await readTable(model);
  const names = [
    folder?.files.config,
    folder?.files.generationConfig,
    folder?.files.tokenizer,
    folder?.files.tokenizerConfig,
  ].filter((name) => name !== undefined);
  const checkpoints = checkpointNames(folder?.files.checkpoints ?? [], table);
  const files = [
    ...(await Promise.all(names.map((name) => readFile(entry, name)))),
    ...(await Promise.all(checkpoints.map((name) => readFile(entry, name, table)))),
  ];
  return [
    ...model.findings.map((finding): Node => ({ kind: "finding", entry, finding })),
    ...[...model.problems, ...problems].map((problem): Node => ({
      kind: "problem",
      entry,
      problem,
    })),
    ...files,
  ];
}

async function readTable(model: ModelNode): Promise<Parsed<TensorTable | undefined>> {
  const checkpoints = model.folder?.files.checkpoints ?? [];
  if (checkpoints.length === 0) {
    return { value: undefined, problems: [] };
  }
  try {
    return await model.entry.table();
  } catch (error) {
    if (!(error instanceof FormatError)) {
      throw error;
    }
    const { code, message, offset } = error;
    const problem = {
      code,
      severity: "error",
      message,
      ...(offset !== undefined && { offset }),
    } as const;
    return { value: undefined, problems: [problem] };
  }
}

/** Files that hold tensors, also those that only an index names, then whatever else lies there. */
function checkpointNames(
  found: readonly string[],
  table: TensorTable | undefined,
): readonly string[] {
  return [...new Set([...found, ...(table?.tensors.map(({ file }) => file) ?? [])])];
}

async function readFile(entry: ModelEntry, name: string, table?: TensorTable): Promise<FileNode> {
  const stat = await entry.files.stat(joinPath(entry.path, name));
  const tensors = table?.tensors.filter(({ file }) => file === name) ?? [];
  const isCheckpoint = table !== undefined || !name.endsWith(".json");
  return { kind: "file", entry, name, size: stat?.size, tensors, isCheckpoint };
}

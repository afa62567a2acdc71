import { FormatError } from "../../core/errors.ts";
import type { TensorInfo } from "../../core/formats/tensorTable.ts";
import type { Parsed, Problem } from "../../core/problem.ts";
import type { ModelSnapshot } from "../../protocol/contract.ts";
import type { ModelEntry } from "./modelEntry.ts";
import { readModelFindings } from "./modelFindings.ts";
import type { ViewStates } from "./viewStates.ts";

/** Everything a view needs to know of a model before it asks for bytes. What cannot be read becomes a problem in it. */
export async function readModelSnapshot(
  model: ModelEntry,
  states: ViewStates,
): Promise<ModelSnapshot> {
  const { revision } = model;
  const folder = await model.folder();
  const tensors = await readTensors(model, folder.value.files.checkpoints);
  const { config, files } = folder.value;
  return {
    revision,
    label: model.label,
    path: model.path,
    spec: config?.spec ?? null,
    provenance: config === undefined ? [] : [...config.provenance],
    problems: [...folder.problems, ...tensors.problems],
    findings: await readModelFindings(model),
    tensors: tensors.value,
    noTokenizer:
      files.vocabularies.length === 0
        ? "This folder has no tokenizer: type token ids in place of a text."
        : null,
    state: states.read(model),
  };
}

/** A folder without weights still gets computed vectors, so a checkpoint that fails is data here. */
async function readTensors(
  model: ModelEntry,
  checkpoints: readonly string[],
): Promise<Parsed<readonly TensorInfo[]>> {
  if (checkpoints.length === 0) {
    return { value: [], problems: [] };
  }
  try {
    const { value, problems } = await model.table();
    return { value: value.tensors, problems };
  } catch (error) {
    if (!(error instanceof FormatError)) {
      throw error;
    }
    return { value: [], problems: [toProblem(error, checkpoints[0])] };
  }
}

function toProblem(error: FormatError, file: string | undefined): Problem {
  return {
    code: error.code,
    severity: "error",
    message: error.message,
    ...(file !== undefined && { file }),
    ...(error.offset !== undefined && { offset: error.offset }),
  };
}

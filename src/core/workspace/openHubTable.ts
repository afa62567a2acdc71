import type { Files } from "../bytes/files.ts";
import type { TensorTable } from "../formats/tensorTable.ts";
import { toHubTable } from "../models/gguf/toHubTable.ts";
import type { Parsed } from "../problem.ts";
import type { ModelFolder } from "./modelFolder.ts";
import { openTensorTable } from "./openTensorTable.ts";

/**
 * The tensors of a folder's best checkpoint as the families know them: a GGUF's in the hub's names and layout, others
 * as `openTensorTable` gives them. @throws FormatError as `openTensorTable`.
 */
export async function openHubTable(
  files: Files,
  folder: ModelFolder,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const table = await openTensorTable(files, folder, signal);
  const hub = toHubTable(table.value);
  return { value: hub.value, problems: [...table.problems, ...hub.problems] };
}

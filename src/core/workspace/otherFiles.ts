import { joinPath, type Files } from "../bytes/files.ts";
import { FormatError } from "../errors.ts";
import type { TensorInfo, TensorTable } from "../formats/tensorTable.ts";
import type { Parsed, Problem } from "../problem.ts";

/**
 * Looks whether the files are there in which a checkpoint keeps values outside of itself, as ONNX models may, and
 * whether they are long enough. What is missing is a problem; the tensors are listed all the same.
 */
export async function withOtherFiles(
  { files, folder }: { readonly files: Files; readonly folder: string },
  { value, problems }: Parsed<TensorTable>,
): Promise<Parsed<TensorTable>> {
  if (value.format !== "onnx") return { value, problems };
  const last = new Map<string, TensorInfo>();
  for (const tensor of value.tensors) {
    const known = last.get(tensor.file);
    if (known === undefined || endOf(tensor) > endOf(known)) last.set(tensor.file, tensor);
  }
  const found: Problem[] = [];
  for (const [file, tensor] of [...last].slice(0, FILE_LIMIT)) {
    const size = await sizeOf(files, joinPath(folder, file));
    const needed = endOf(tensor);
    if (size !== undefined && size >= needed) continue;
    const has = size === undefined ? "is not there" : `has ${size} bytes`;
    const message = `${has}; ${tensor.name} needs ${needed} bytes of it; is the download complete?`;
    found.push({ code: "data-missing", severity: "error", message, file, key: tensor.name });
  }
  return { value, problems: [...problems, ...found] };
}

/** Exporters write one file beside the model, or one for each tensor. */
const FILE_LIMIT = 10_000;

function endOf({ offset, byteLength, storage }: TensorInfo): number {
  return storage === undefined ? offset + byteLength : 0;
}

async function sizeOf(files: Files, path: string): Promise<number | undefined> {
  try {
    const stat = await files.stat(path);
    return stat?.kind === "file" ? stat.size : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

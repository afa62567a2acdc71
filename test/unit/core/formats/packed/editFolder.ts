import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { readSafetensors } from "../../../../../src/core/formats/safetensors.ts";
import {
  writeSafetensors,
  type TensorToWrite,
} from "../../../../../src/core/formats/safetensorsWriter.ts";
import type { FolderContents } from "./quantisedFolder.ts";

export type Tensors = Map<string, TensorToWrite>;

/** The folder with its one checkpoint's tensors changed. */
export async function editTensors(
  contents: FolderContents,
  edit: (tensors: Tensors) => void,
): Promise<FolderContents> {
  const [file] = Object.keys(contents).filter((name) => name.endsWith(".safetensors"));
  const bytes = file === undefined ? undefined : contents[file];
  if (file === undefined || !(bytes instanceof Uint8Array)) throw new Error("no checkpoint");
  const { value } = await readSafetensors(memorySource(bytes), file);
  const tensors: Tensors = new Map();
  for (const { name, dtype, shape, offset, byteLength } of value.tensors) {
    if (dtype === undefined) throw new Error(`${name} has an unknown type`);
    const data = bytes.slice(offset, offset + byteLength).buffer;
    tensors.set(name, { name, dtype, shape, bytes: data });
  }
  edit(tensors);
  return { ...contents, [file]: writeSafetensors([...tensors.values()]) };
}

/** The folder with a JSON file of it changed. */
export function editJson(
  contents: FolderContents,
  file: string,
  edit: (json: Record<string, Record<string, unknown>>) => void,
): FolderContents {
  const bytes = contents[file];
  if (!(bytes instanceof Uint8Array)) throw new Error(`no ${file}`);
  const json = JSON.parse(new TextDecoder().decode(bytes)) as Record<
    string,
    Record<string, unknown>
  >;
  edit(json);
  return { ...contents, [file]: JSON.stringify(json) };
}

/** A tensor of zeros. */
export function zeros(
  name: string,
  dtype: TensorToWrite["dtype"],
  shape: readonly number[],
  elementBytes: number,
): TensorToWrite {
  const count = shape.reduce((product, size) => product * size, 1);
  return { name, dtype, shape, bytes: new ArrayBuffer(count * elementBytes) };
}

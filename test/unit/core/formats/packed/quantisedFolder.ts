import { readdirSync, readFileSync } from "node:fs";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { decodeFloats } from "../../../../../src/core/formats/decodeFloats.ts";
import { readSafetensors } from "../../../../../src/core/formats/safetensors.ts";
import type { TensorTable } from "../../../../../src/core/formats/tensorTable.ts";
import type { Problem } from "../../../../../src/core/problem.ts";
import { openTensorTable } from "../../../../../src/core/workspace/openTensorTable.ts";
import { readModelFolder } from "../../../../../src/core/workspace/readModelFolder.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles, type MemoryFiles } from "../../memoryFiles.ts";

export interface OpenFolder {
  readonly table: TensorTable;
  readonly problems: readonly Problem[];
  readonly reader: TensorReader;
  readonly files: MemoryFiles;
}

export type FolderContents = Readonly<Record<string, Uint8Array | string>>;

/** The files of a quantised folder as published; what the reference computed from them is not among them. */
export function folderContents(path: string): FolderContents {
  const names = readdirSync(path).filter(
    (name) => !["expected.safetensors", "values.safetensors", "meta.json"].includes(name),
  );
  return Object.fromEntries(
    names.map((name) => [name, new Uint8Array(readFileSync(`${path}/${name}`))]),
  );
}

/** A model folder, the way that host and command line open it. */
export async function openFolder(contents: FolderContents): Promise<OpenFolder> {
  const files = memoryFiles(
    Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [`/m/${name}`, bytes])),
  );
  const { value: folder } = await readModelFolder(files, "/m");
  const { value: table, problems } = await openTensorTable(files, folder);
  return { table, problems, reader: new TensorReader(files, "/m", table), files };
}

export interface ExpectedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** The weights that the reference decoded. */
export async function expectedWeights(path: string): Promise<readonly ExpectedWeight[]> {
  const bytes = new Uint8Array(readFileSync(`${path}/expected.safetensors`));
  const { value } = await readSafetensors(memorySource(bytes), "expected.safetensors");
  return value.tensors.map(({ name, shape, offset, byteLength }) => ({
    name,
    shape,
    values: decodeFloats("F32", bytes.slice(offset, offset + byteLength).buffer),
  }));
}

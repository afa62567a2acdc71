import type { TensorInfo } from "../../src/core/formats/tensorTable.ts";
import { decodeFloats } from "../../src/core/formats/decodeFloats.ts";
import { readSafetensors } from "../../src/core/formats/safetensors.ts";
import type { ModelSpec } from "../../src/core/models/modelSpec.ts";
import { openHubTable } from "../../src/core/workspace/openHubTable.ts";
import { readModelFolder } from "../../src/core/workspace/readModelFolder.ts";
import { TensorReader } from "../../src/core/workspace/tensorReader.ts";
import { nodeFiles } from "../../src/node/nodeFiles.ts";

export interface OpenModel {
  readonly spec: ModelSpec;
  readonly tensors: readonly TensorInfo[];
  readonly reader: TensorReader;
}

/** A model by the path that every user's model takes; the caller closes the reader. */
export async function openModel(path: string, weights = path): Promise<OpenModel> {
  const { value: folder } = await readModelFolder(nodeFiles, path);
  const { value: weightFolder } = await readModelFolder(nodeFiles, weights);
  if (folder.config === undefined) throw new Error(`no config in ${path}`);
  const { value: table } = await openHubTable(nodeFiles, weightFolder);
  return {
    spec: folder.config.spec,
    tensors: table.tensors,
    reader: new TensorReader(nodeFiles, weightFolder.path, table),
  };
}

/** All arrays of a safetensors file as float32. */
export async function readArrays(
  path: string,
): Promise<ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>> {
  const source = await nodeFiles.open(path);
  try {
    const { value: table } = await readSafetensors(source, path);
    const arrays = new Map<string, { shape: readonly number[]; values: Float32Array }>();
    for (const { name, dtype, shape, offset, byteLength } of table.tensors) {
      if (dtype === undefined) throw new Error(`${name} has an unknown type`);
      const bytes = await source.read(offset, byteLength);
      arrays.set(name, { shape, values: decodeFloats(dtype, bytes.buffer) });
    }
    return arrays;
  } finally {
    await source.close();
  }
}

import { readFileSync } from "node:fs";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { readSafetensors } from "../../../../src/core/formats/safetensors.ts";
import type { TensorInfo } from "../../../../src/core/formats/tensorTable.ts";
import { TensorReader } from "../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles, type MemoryFiles } from "../memoryFiles.ts";

export interface OpenedFixture {
  readonly files: MemoryFiles;
  readonly reader: TensorReader;
  info(name: string): TensorInfo;
}

/** The tensors of test/fixtures/tensors, which NumPy wrote. */
export async function openedFixture(): Promise<OpenedFixture> {
  const bytes = readFileSync("test/fixtures/tensors/values.safetensors");
  const files = memoryFiles({ "/m/values.safetensors": bytes });
  const { value } = await readSafetensors(memorySource(bytes), "values.safetensors");
  return {
    files,
    reader: new TensorReader(files, "/m", value),
    info: (name) => value.tensors.find((tensor) => tensor.name === name)!,
  };
}

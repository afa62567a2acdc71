import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { memorySource } from "../../src/core/bytes/memorySource.ts";
import { nameOf, type Files } from "../../src/core/bytes/files.ts";
import { FormatError } from "../../src/core/errors.ts";
import { elementCount } from "../../src/core/formats/dtype.ts";
import { partsOf } from "../../src/core/formats/packed/partsOf.ts";
import { openTensorTable } from "../../src/core/workspace/openTensorTable.ts";
import { readModelFolder } from "../../src/core/workspace/readModelFolder.ts";
import { TensorReader } from "../../src/core/workspace/tensorReader.ts";

/** Opens a folder of packed weights with one of its files changed, and reads the weights that are small. */
export async function readPackedFolder(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): Promise<void> {
  const files = folderWith(dirname(path), nameOf(path), bytes);
  const { value: folder } = await readModelFolder(files, "/m");
  const { value: table } = await openTensorTable(files, folder);
  const reader = new TensorReader(files, "/m", table);
  const packed = table.tensors.filter(
    (tensor) => partsOf(tensor).length > 0 && elementCount(tensor.shape) <= ELEMENTS_READ,
  );
  for (const { name, shape } of packed) {
    await reader.readTensor(name).catch(ignoreFormatError);
    await reader.readRows(name, [(shape[0] ?? 1) - 1, 0]).catch(ignoreFormatError);
  }
  await reader.close();
}

/** A large weight takes as much memory as it has values, whoever asks for it. */
const ELEMENTS_READ = 1_000_000;

function ignoreFormatError(error: unknown): void {
  if (!(error instanceof FormatError)) throw error;
}

const root = join(import.meta.dirname, "../..");

function folderWith(folder: string, name: string, bytes: Uint8Array<ArrayBuffer>): Files {
  const names = readdirSync(join(root, folder)).filter((file) => !file.startsWith("expected."));
  const contents = new Map(
    names.map((file): [string, Uint8Array] => [
      `/m/${file}`,
      file === name ? bytes : readFileSync(join(root, folder, file)),
    ]),
  );
  return {
    list: async () => names.map((file) => ({ name: file, kind: "file" })),
    stat: async (path) => {
      const found = contents.get(path);
      if (found !== undefined) return { kind: "file", size: found.length, modified: 0 };
      return path === "/m" ? { kind: "folder", size: 0, modified: 0 } : undefined;
    },
    open: async (path) => {
      const found = contents.get(path);
      if (found === undefined) throw new FormatError("not-found", `nothing is at ${path}`);
      return memorySource(found);
    },
  };
}

/** A process of its own that opens the model folder of its first argument and reads the last row of a tensor. */
import { fileURLToPath } from "node:url";
import { openTensorTable } from "../../../src/core/workspace/openTensorTable.ts";
import { readModelFolder } from "../../../src/core/workspace/readModelFolder.ts";
import { TensorReader } from "../../../src/core/workspace/tensorReader.ts";
import { nodeFiles } from "../../../src/node/nodeFiles.ts";

const demo = fileURLToPath(new URL("../../../media/demo/rope", import.meta.url));
const [path = "", name = ""] = process.argv.slice(2);

// Code that is loaded and compiled is no memory of the model.
await lastRow(demo, undefined);
const idle = process.resourceUsage().maxRSS;
const { tensors, value } = await lastRow(path, name);
const mebibytes = (process.resourceUsage().maxRSS - idle) / 1024;
process.stdout.write(JSON.stringify({ tensors, value, mebibytes }));

async function lastRow(
  folderPath: string,
  wanted: string | undefined,
): Promise<{ readonly tensors: number; readonly value: number | undefined }> {
  const { value: folder } = await readModelFolder(nodeFiles, folderPath);
  const { value: table } = await openTensorTable(nodeFiles, folder);
  const tensor = table.tensors.find((each) => wanted === undefined || each.name === wanted);
  const reader = new TensorReader(nodeFiles, folder.path, table);
  const { bytes } = await reader.readRows(tensor?.name ?? "", [(tensor?.shape[0] ?? 1) - 1]);
  await reader.close();
  return { tensors: table.tensors.length, value: new Uint8Array(bytes).at(-1) };
}

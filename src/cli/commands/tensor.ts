import { open, rename, rm } from "node:fs/promises";
import { settleWordCounts } from "../../core/embeddings/settleWordCounts.ts";
import { FormatError } from "../../core/errors.ts";
import { partsOf } from "../../core/formats/packed/partsOf.ts";
import { toHubTable } from "../../core/models/gguf/toHubTable.ts";
import { npyPieces } from "../../core/tensors/npyPieces.ts";
import { TensorReader } from "../../core/workspace/tensorReader.ts";
import { byteText } from "../../inference/byteText.ts";
import { nodeFiles } from "../../node/nodeFiles.ts";
import { parseCommand } from "../args.ts";
import type { Command } from "../command.ts";
import { nearestNames } from "../nearestNames.ts";
import { openFolder, openTable, problemText } from "../openModel.ts";
import { printable } from "../printable.ts";
import { UsageError } from "../usageError.ts";

/** `poslens tensor`: one tensor, decoded, as a .npy file; streamed, so that its size is the disk's affair alone. */
export const tensor: Command = {
  name: "tensor",
  usage: "tensor PATH NAME --out FILE.npy",
  summary: "one tensor, decoded: float32; float64 and integers as they are",
  async run(args, terminal) {
    const { values, positionals } = parseCommand(args, { out: { type: "string" } });
    const { path, name } = pathAndName(positionals);
    const out = requireOut(values.out);
    const { value: folder } = await openFolder(path);
    const { value: table, problems } = await settleWordCounts(
      nodeFiles,
      folder.path,
      await openTable(folder),
      { sources: ["stated"], signal: terminal.signal },
    );
    // A GGUF has the names of its own and, in the hub's layout, those of the hub.
    const tensors = [...table.tensors, ...toHubTable(table).value.tensors];
    // A part may have the name of the weight that it is packed for; the weight is meant then.
    const listed = [...tensors, ...table.tensors.flatMap(partsOf).map((part) => part.tensor)];
    const found = listed.find((candidate) => candidate.name === name);
    if (found === undefined) {
      const names = [...new Set(listed.map((candidate) => candidate.name))];
      throw new FormatError(
        "missing-tensor",
        `the checkpoint has no tensor "${name}"${nearestNames(name, names)}`,
      );
    }
    for (const problem of problems) {
      if (problem.key === name) terminal.log(problemText(problem));
    }
    const reader = new TensorReader(nodeFiles, folder.path, { ...table, tensors });
    try {
      const watch = { signal: terminal.signal };
      const bytes = await writePieces(out, npyPieces(reader, { tensor: found }, watch));
      const shape = `[${found.shape.join(", ")}] of ${printable(found.dtypeName)}`;
      terminal.log(`${printable(name)}, ${shape}: ${byteText(bytes)} written to ${out}`);
    } finally {
      await reader.close();
    }
    return 0;
  },
};

function pathAndName(positionals: readonly string[]): { path: string; name: string } {
  const [path, name] = positionals;
  if (path !== undefined && name !== undefined && positionals.length === 2) return { path, name };
  throw new UsageError(
    `PATH and NAME are needed, ${positionals.length} arguments were given: poslens ${tensor.usage}`,
  );
}

function requireOut(out: string | undefined): string {
  if (out === undefined) throw new UsageError("--out FILE.npy is needed");
  if (out.endsWith(".npy")) return out;
  throw new UsageError(`--out is "${out}", allowed are names that end in .npy`);
}

/** Under another name until it is whole: a file that is there is never half of a tensor. */
async function writePieces(out: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  const unfinished = `${out}.unfinished`;
  const file = await open(unfinished, "w");
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      await file.writeFile(piece);
      bytes += piece.byteLength;
    }
    await file.close();
    await rename(unfinished, out);
    return bytes;
  } catch (error) {
    await file.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}

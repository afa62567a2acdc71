import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../src/cli/runCommand.ts";
import { readArray } from "./values.mjs";

const scratch = mkdtempSync(join(tmpdir(), "poslens-goldens-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** `poslens …` in this process: exit code (`undefined` where something was thrown that is no answer), output, time. */
export async function poslens(...args) {
  let [out, log] = ["", ""];
  const started = performance.now();
  const code = await runCommand(args, {
    out: (text) => (out += `${text}\n`),
    log: (text) => (log += `${text}\n`),
    signal: new AbortController().signal,
  }).catch((error) => {
    log += error instanceof Error ? error.stack : String(error);
    return undefined;
  });
  return { code, out, log, milliseconds: performance.now() - started };
}

/** What `tensors --json` prints, or the sentence with which it refuses. */
export async function listed(path) {
  const { code, out, log } = await poslens("tensors", path, "--json");
  return code === 0 ? JSON.parse(out) : { refused: log || `exit code ${code}` };
}

/** What `tensor --out` writes. */
export async function written(path, name) {
  const file = join(scratch, "tensor.npy");
  const { code, log } = await poslens("tensor", path, name, "--out", file);
  return code === 0 ? readArray(file) : { refused: log || `exit code ${code}` };
}

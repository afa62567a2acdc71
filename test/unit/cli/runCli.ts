import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../../src/cli/runCommand.ts";

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The demo model that ships. */
export const demo = fileURLToPath(new URL("../../../media/demo/rope", import.meta.url));
export const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));

/** `poslens …` in this process: all but the few lines of `main.ts`, and quick. */
export async function runHere(...args: readonly string[]): Promise<CliResult> {
  let [stdout, stderr] = ["", ""];
  const code = await runCommand(args, {
    out: (text) => (stdout += `${text}\n`),
    log: (text) => (stderr += `${text}\n`),
    signal: new AbortController().signal,
  });
  return { code, stdout, stderr };
}

/** `poslens …` from source, in a process of its own. */
export function runCli(...args: readonly string[]): Promise<CliResult> {
  // The extension's package is CommonJS by name, so Node remarks on each module that is not.
  const quiet = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON";
  const main = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));
  const child = spawn(process.execPath, [quiet, main, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

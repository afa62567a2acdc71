/** Runs inside VS Code's extension host, as the module that VS Code calls for its tests. */
import { appendFileSync, writeFileSync } from "node:fs";
import { format } from "node:util";
import Mocha from "mocha";
import { loadTestFiles } from "./testFiles.ts";

/**
 * Writes mocha's output to POSLENS_HOST_REPORT and `{ passed, failed, skipped }` to
 * POSLENS_HOST_COUNTS, because what the host prints is mixed with VS Code's own words.
 * @throws Error when a test failed, which is how VS Code learns of it.
 */
export async function run(): Promise<void> {
  const report = fileNamedBy("POSLENS_HOST_REPORT");
  const countsFile = fileNamedBy("POSLENS_HOST_COUNTS");
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => {
    appendFileSync(report, `${format(...words)}\n`);
  };
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 20_000, slow: 2000 });
  // This gives the test files `describe` and `it`, so it has to come before they are loaded.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await loadTestFiles();
  const { passes, failures, pending } = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats ?? none));
  });
  const counts = { passed: passes, failed: failures, skipped: pending };
  writeFileSync(countsFile, JSON.stringify(counts));
  if (failures > 0) throw new Error(`${failures} host tests failed`);
}

const none: Mocha.Stats = { suites: 0, tests: 0, passes: 0, pending: 0, failures: 0 };

function fileNamedBy(variable: string): string {
  const file = process.env[variable];
  if (file === undefined) throw new Error(`${variable} must name a file`);
  return file;
}

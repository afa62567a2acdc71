/**
 * `node scripts/vscode/hostTests.mjs`: mocha inside the extension host of the real VS Code, on a copy
 * of the demo workspace. The bundles must be built: `node esbuild.mjs --tests`.
 * VSCODE_EXECUTABLE names a desktop VS Code to be used in place of the one from npm.
 * POSLENS_COUNTS names a JSON file that gets `{ passed, failed, skipped }`.
 */
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { followFolder } from "./leftovers.mjs";
import { projectRoot } from "./places.mjs";
import { setUpVsCode } from "./setup.mjs";

const desktop = process.env.VSCODE_EXECUTABLE;
if (desktop === undefined) await setUpVsCode();

const scratch = mkdtempSync(join(tmpdir(), "pl-"));
followFolder(scratch);
const workspace = join(scratch, "demo");
cpSync(join(projectRoot, "media", "demo"), workspace, { recursive: true });
const files = { report: join(scratch, "report.txt"), counts: join(scratch, "counts.json") };
writeFileSync(files.report, "");

const stopPrinting = printAsItGrows(files.report);
let ended = "";
try {
  await runTests({
    vscodeExecutablePath: desktop ?? join(projectRoot, "scripts/vscode/launcher.mjs"),
    extensionDevelopmentPath: projectRoot,
    extensionTestsPath: join(projectRoot, "out/test/host.js"),
    extensionTestsEnv: { POSLENS_HOST_REPORT: files.report, POSLENS_HOST_COUNTS: files.counts },
    launchArgs: [workspace, `--user-data-dir=${join(scratch, "data")}`],
  });
} catch (error) {
  ended = error.message;
}
stopPrinting();

const counts = existsSync(files.counts)
  ? JSON.parse(readFileSync(files.counts, "utf8"))
  : undefined;
if (process.env.POSLENS_COUNTS !== undefined) {
  const broken = { passed: 0, failed: 1, skipped: 0 };
  writeFileSync(process.env.POSLENS_COUNTS, JSON.stringify(counts ?? broken));
}
if (counts === undefined) console.error(`The tests gave no counts: ${ended || "they never ended"}`);
rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
process.exit(ended === "" && counts?.failed === 0 ? 0 : 1);

/** @returns {() => void} prints the rest and stops */
function printAsItGrows(file) {
  const handle = openSync(file, "r");
  const print = () => {
    const chunk = Buffer.alloc(65_536);
    for (let read = -1; read !== 0;) {
      read = readSync(handle, chunk);
      process.stdout.write(chunk.subarray(0, read));
    }
  };
  const timer = setInterval(print, 200);
  return () => {
    clearInterval(timer);
    print();
    closeSync(handle);
  };
}

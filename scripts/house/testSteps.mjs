import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { runChecks } from "./checks.mjs";
import { runTool } from "./runTool.mjs";

const minutes = 60_000;
const countsFolder = "out/test-counts";

/**
 * What `npm test` does, in this order. `run` gives `{ passed, failed, skipped }`;
 * a step whose `needs` failed is not run and counts as one failure.
 */
export const steps = [
  { name: "check", run: runStaticChecks },
  { name: "build", run: () => runOne(["node", "esbuild.mjs", "--production", "--tests"]) },
  vitestStep("package", {}, 3, ["build"]),
  vitestStep("unit", {}, 5, []),
  vitestStep("numeric", {}, 8, []),
  { name: "host", needs: ["build"], run: runHostTests },
  vitestStep("webview", { POSLENS_GPU: "software" }, 8, ["build"]),
  vitestStep("webview", { POSLENS_GPU: "none" }, 8, ["build"]),
];

async function runStaticChecks() {
  const results = await runChecks();
  const failed = results.filter(({ passed }) => !passed).length;
  return { passed: results.length - failed, failed, skipped: 0 };
}

async function runOne(command) {
  const { code } = await runTool(command);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

function vitestStep(project, env, limit, needs) {
  const name = [project, ...Object.values(env)].join("-");
  const file = `${countsFolder}/${name}.json`;
  const command = ["node", "node_modules/.bin/vitest", "run", "--project", project];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const run = async () => {
    clear(file);
    const { code } = await runTool([...command, ...reporters], { env, timeoutMs: limit * minutes });
    return vitestCounts(readJson(file), code);
  };
  return { name, needs, run };
}

async function runHostTests() {
  const file = `${countsFolder}/host.json`;
  clear(file);
  const env = { POSLENS_COUNTS: file };
  const { code } = await runTool(["node", "scripts/vscode/hostTests.mjs"], {
    env,
    timeoutMs: 6 * minutes,
  });
  return atLeastOneFailure(readJson(file) ?? { passed: 0, failed: 0, skipped: 0 }, code);
}

function vitestCounts(report, code) {
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
  return atLeastOneFailure(counts, code);
}

/** A runner that broke before, between or after its tests still has to be seen in the sum. */
function atLeastOneFailure(counts, code) {
  const ran = counts.passed + counts.failed + counts.skipped > 0;
  return (code === 0 && ran) || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function clear(file) {
  mkdirSync(countsFolder, { recursive: true });
  rmSync(file, { force: true });
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

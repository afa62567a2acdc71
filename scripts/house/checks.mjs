import { cpus } from "node:os";
import { runTool } from "./runTool.mjs";

const bin = (name) => `node_modules/.bin/${name}`;
const cache = "node_modules/.cache/poslens";
const sources = ["src", "webview", "test", "scripts"];

/** The static checks, the longest ones first so that two of them run side by side. */
export const checks = [
  {
    name: "lint",
    // No cache: rules that know types depend on other files than the one whose change a cache sees.
    command: ["node", bin("eslint"), "."],
  },
  { name: "types", command: ["node", bin("tsc"), "-b"] },
  {
    name: "borders",
    command: ["node", bin("depcruise"), "--config", ".dependency-cruiser.mjs", ...sources],
  },
  { name: "unused", command: ["node", bin("knip"), "--no-progress"] },
  { name: "duplicates", command: ["node", bin("jscpd"), "--config", ".jscpd.json", ...sources] },
  {
    name: "format",
    command: [
      "node",
      bin("prettier"),
      "--check",
      ".",
      "--cache",
      "--cache-location",
      `${cache}/prettier`,
    ],
  },
];

/**
 * Runs the checks, as many at once as there are processors, and prints the output of those that fail.
 * @param names which ones; all when empty.
 * @returns for each check its name and whether it passed.
 */
export async function runChecks(names = []) {
  const waiting = checks.filter(({ name }) => names.length === 0 || names.includes(name));
  const results = [];
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const { code, output, ms } = await runTool(check.command, { quiet: true });
      results.push({ name: check.name, passed: code === 0 });
      console.log(
        `${code === 0 ? "ok    " : "FAILED"} ${check.name} (${(ms / 1000).toFixed(1)} s)`,
      );
      if (code !== 0) console.log(output.trimEnd());
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, cpus().length) }, worker));
  return results;
}

/** `npm run check [-- lint types …]`: static checks only. */
import { checks, runChecks } from "./house/checks.mjs";
import { endToolsOnSignal } from "./house/runTool.mjs";

const names = process.argv.slice(2);
const unknown = names.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  const known = checks.map(({ name }) => name).join(", ");
  console.error(`No such check: ${unknown.join(", ")}. There are: ${known}.`);
  process.exit(2);
}
endToolsOnSignal();
const started = performance.now();
const results = await runChecks(names);
const failed = results.filter(({ passed }) => !passed).length;
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${results.length - failed} checks passed, ${failed} failed, ${seconds} s`);
process.exit(failed === 0 ? 0 : 1);

/**
 * `npm test [-- step …]`: everything, or the steps whose names start with one of the words given.
 * The last line is the sum over all steps: `N passed, N failed`, and `, N skipped` when there are any.
 */
import { endToolsOnSignal } from "./house/runTool.mjs";
import { steps } from "./house/testSteps.mjs";

const words = process.argv.slice(2);
const chosen = steps.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.startsWith(word)),
);
if (chosen.length === 0) {
  console.error(
    `No step is called ${words.join(", ")}. There are: ${steps.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}
endToolsOnSignal();

const results = [];
for (const step of chosen) {
  console.log(`\n── ${step.name} ──`);
  const started = performance.now();
  const missing = (step.needs ?? []).filter((name) =>
    results.some((r) => r.name === name && r.failed > 0),
  );
  if (missing.length > 0) console.log(`Not run, because this failed: ${missing.join(", ")}.`);
  const counts = missing.length > 0 ? { passed: 0, failed: 1, skipped: 0 } : await step.run();
  results.push({ name: step.name, ...counts, seconds: (performance.now() - started) / 1000 });
}

console.log("");
for (const { name, passed, failed, skipped, seconds } of results) {
  console.log(
    `${name.padEnd(18)} ${sentence({ passed, failed, skipped })} (${seconds.toFixed(1)} s)`,
  );
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const total = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
console.log(sentence(total));
process.exit(total.failed === 0 ? 0 : 1);

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

import { join } from "node:path";
import { expect, it } from "vitest";
import { root, runHere, withPlantedTree } from "./plantedTree.ts";

const steps = Array.from(
  { length: 30 },
  (_, i) => `  total += values[${String(i)}] ?? ${String(i)};`,
);
const copied = `export function sum(values: readonly number[]): number {\n  let total = 0;\n${steps.join("\n")}\n  return total;\n}\n`;

it("refuses a function that stands in two files", async () => {
  const files = { "src/core/a.ts": copied, "src/core/b.ts": copied };
  const args = ["--config", join(root, ".jscpd.json"), "src"];
  const { code, output } = await withPlantedTree(files, (folder) => runHere(folder, "jscpd", args));
  expect(output).toContain("Clone found");
  expect(code).not.toBe(0);
});

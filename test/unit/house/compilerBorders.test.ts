import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, runHere, withPlantedTree } from "./plantedTree.ts";

/** A layer, a planted file, and what the compiler has to say about it. */
const refused: readonly (readonly [layer: string, text: string, message: string])[] = [
  ["src/core", `export const page = document.title;`, "Cannot find name 'document'"],
  ["src/core", `export const home = process.cwd();`, "Cannot find name 'process'"],
  [
    "src/core",
    `import { readFile } from "node:fs";\nexport { readFile };`,
    "Cannot find name 'node:fs'",
  ],
  ["src/core", `export const timer = setTimeout(() => 1, 1);`, "Cannot find name 'setTimeout'"],
  ["src/inference", `export const page = document.title;`, "Cannot find name 'document'"],
  ["src/protocol", `export const home = process.cwd();`, "Cannot find name 'process'"],
  ["src/node", `export const page = document.title;`, "Cannot find name 'document'"],
  ["webview", `export const home = process.cwd();`, "Cannot find name 'process'"],
  ["webview", `export { value } from "../src/host/value.ts";`, "error TS6307"],
  ["src/core", `export enum Kind { A }`, "error TS1294"],
];

async function compile(layer: string, text: string): Promise<{ code: number; output: string }> {
  const config = await readFile(join(root, layer, "tsconfig.json"), "utf8");
  // References are left out: what is planted stands alone, and the real layers take their time.
  const alone = JSON.stringify({ ...(JSON.parse(config) as object), references: [] });
  const files = {
    "tsconfig.base.json": await readFile(join(root, "tsconfig.base.json"), "utf8"),
    [`${layer}/tsconfig.json`]: alone,
    [`${layer}/planted.ts`]: `${text}\n`,
    "src/core/platform.d.ts": await readFile(join(root, "src/core/platform.d.ts"), "utf8"),
    "src/host/value.ts": "export const value = 1;\n",
  };
  return withPlantedTree(files, (folder) => runHere(folder, "tsc", ["-p", layer, "--noEmit"]));
}

describe("the compiler at the borders", () => {
  it.each(refused)("in %s: %s", async (layer, text, message) => {
    const { code, output } = await compile(layer, text);
    expect(output).toContain(message);
    expect(code).not.toBe(0);
  });

  it("lets a clean file of core through", async () => {
    expect(await compile("src/core", "export const one = 1;")).toEqual({ code: 0, output: "" });
  });
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, runHere, withPlantedTree } from "./plantedTree.ts";

/** The entry points that knip.json names for the host, and a module of it. */
const entry = `import { used } from "./planted.ts";\nexport const activate = (): number => used;\n`;

/** What is planted, and what knip has to say about it. */
const refused: readonly (readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  message: RegExp,
])[] = [
  [
    "an export that no other file uses",
    { "src/host/planted.ts": "export const used = 1;\nexport const unused = 2;\n" },
    /Unused exports \(1\)[^]*unused +src\/host\/planted\.ts/,
  ],
  [
    "a file that nothing imports",
    { "src/host/planted.ts": "export const used = 1;\n", "src/core/alone.ts": "export {};\n" },
    /Unused files \(1\)[^]*src\/core\/alone\.ts/,
  ],
  [
    "a package that is not among the dependencies",
    { "src/host/planted.ts": `import "left-pad";\nexport const used = 1;\n` },
    /Unlisted dependencies \(1\)[^]*left-pad/,
  ],
];

async function knip(
  files: Readonly<Record<string, string>>,
): Promise<{ code: number; output: string }> {
  const tree = {
    "package.json": `{ "name": "planted", "private": true }\n`,
    "knip.json": await readFile(join(root, "knip.json"), "utf8"),
    "src/host/extension.ts": entry,
    ...files,
  };
  // Hints would only say that this tree has fewer entries than ours.
  const args = ["--no-progress", "--no-config-hints"];
  return withPlantedTree(tree, (folder) => runHere(folder, "knip", args));
}

describe("knip", () => {
  it.each(refused)("refuses %s", async (_, files, message) => {
    const { code, output } = await knip(files);
    expect(output).toMatch(message);
    expect(code).not.toBe(0);
  });

  it("lets a clean tree through", async () => {
    const { code, output } = await knip({ "src/host/planted.ts": "export const used = 1;\n" });
    expect({ code, output }).toEqual({ code: 0, output: "" });
  });
});

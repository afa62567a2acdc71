import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, runHere, withPlantedTree } from "./plantedTree.ts";

type Files = Readonly<Record<string, string>>;

const value = "export const value = 1;\n";
const take = (from: string): string =>
  `import { value } from "${from}";\nexport const got = value;\n`;

/** A planted tree and the rule that has to refuse it. */
const refused: readonly (readonly [rule: string, files: Files])[] = [
  ["no-circular", { "src/core/a.ts": `import "./b.ts";`, "src/core/b.ts": `import "./a.ts";` }],
  ["src-core-stays-inside", { "src/core/a.ts": take("../node/b.ts"), "src/node/b.ts": value }],
  // A dynamic import is what the lint rule does not see.
  [
    "src-core-stays-inside",
    { "src/core/a.ts": `export const b = import("../host/b.ts");`, "src/host/b.ts": value },
  ],
  ["src-core-packages", { "src/core/a.ts": `export type { Uri } from "vscode";` }],
  ["core-is-pure", { "src/core/a.ts": `export type { Uri } from "vscode";` }],
  ["src-core-packages", { "src/core/a.ts": `export const tf = import("@tensorflow/tfjs-core");` }],
  ["no-node-outside-its-layers", { "src/core/a.ts": `export const fs = import("node:fs");` }],
  ["no-node-outside-its-layers", { "webview/a.ts": `export { join } from "node:path";` }],
  [
    "webview-never-reaches-host",
    {
      "webview/a.ts": take("../src/protocol/b.ts"),
      "src/protocol/b.ts": `export { value } from "../host/c.ts";`,
      "src/host/c.ts": value,
    },
  ],
  ["webview-stays-inside", { "webview/a.ts": take("../src/cli/b.ts"), "src/cli/b.ts": value }],
  [
    "src-host-stays-inside",
    { "src/host/a.ts": take("../inference/b.ts"), "src/inference/b.ts": value },
  ],
  [
    "src-protocol-stays-inside",
    { "src/protocol/a.ts": take("../node/b.ts"), "src/node/b.ts": value },
  ],
  ["not-to-unresolvable", { "src/core/a.ts": `import "./absent.ts";` }],
];

function cruise(files: Files): Promise<{ code: number; output: string }> {
  const config = join(root, ".dependency-cruiser.mjs");
  return withPlantedTree(files, (folder) => {
    const folders = [...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""))];
    return runHere(folder, "depcruise", ["--config", config, ...folders]);
  });
}

describe("dependency-cruiser at the borders", () => {
  it.each(refused)("%s", async (rule, files) => {
    const { code, output } = await cruise(files);
    expect(output).toContain(`error ${rule}:`);
    expect(code).not.toBe(0);
  });

  it("lets a clean tree through", async () => {
    const files = {
      "webview/a.ts": take("../src/core/b.ts"),
      "src/core/b.ts": value,
      "src/host/c.ts": `import { join } from "node:path";\nimport { window } from "vscode";\nexport const c = [join, window];\n`,
    };
    expect(await cruise(files)).toMatchObject({ code: 0 });
  });
});

import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, it } from "vitest";

const imports = "@typescript-eslint/no-restricted-imports";
const globals = "no-restricted-globals";

/** Where a line is planted, the line, and the rule that has to refuse it. */
const refused: readonly (readonly [file: string, line: string, rule: string])[] = [
  ["src/core/planted.ts", `import { window } from "vscode";`, imports],
  ["src/core/planted.ts", `import type { Uri } from "vscode";`, imports],
  ["src/core/planted.ts", `import { readFile } from "node:fs/promises";`, imports],
  ["src/core/planted.ts", `import { readFile } from "fs";`, imports],
  ["src/core/planted.ts", `import { tensor } from "@tensorflow/tfjs-core";`, imports],
  ["src/core/planted.ts", `import { ModelSession } from "../inference/session.ts";`, imports],
  ["src/core/models/planted.ts", `import { Rpc } from "../../protocol/rpc.ts";`, imports],
  ["src/core/planted.ts", `import { draw } from "../../webview/render/draw.ts";`, imports],
  ["src/core/planted.ts", `export const now = Date.now();`, globals],
  ["src/core/planted.ts", `export const dice = Math.random();`, "no-restricted-properties"],
  ["src/core/planted.ts", `console.log("seen");`, globals],
  ["src/core/planted.ts", `export const home = process.cwd();`, globals],
  ["src/core/planted.ts", `export const page = document.title;`, globals],
  ["src/core/planted.ts", `export const reply = fetch("/");`, globals],
  ["src/core/planted.ts", `export default 1;`, "no-restricted-syntax"],
  ["src/inference/planted.ts", `import "@tensorflow/tfjs-backend-wasm";`, imports],
  ["src/inference/planted.ts", `import { nodeFiles } from "../node/nodeFiles.ts";`, imports],
  ["src/protocol/planted.ts", `import { FormatError } from "../core/errors.ts";`, imports],
  ["src/node/planted.ts", `import { window } from "vscode";`, imports],
  ["src/host/planted.ts", `import { tensor } from "@tensorflow/tfjs-core";`, imports],
  ["src/host/planted.ts", `import { start } from "../../webview/main.ts";`, imports],
  ["src/host/planted.ts", `import { ModelSession } from "../inference/session.ts";`, imports],
  ["src/cli/planted.ts", `import { window } from "vscode";`, imports],
  ["src/cli/planted.ts", `import "@tensorflow/tfjs-backend-wasm";`, imports],
  ["src/cli/planted.ts", `import { show } from "../host/extension.ts";`, imports],
  ["webview/app/planted.ts", `import { show } from "../../src/host/extension.ts";`, imports],
  ["webview/app/planted.ts", `import { nodeFiles } from "../../src/node/nodeFiles.ts";`, imports],
  ["webview/app/planted.ts", `import "@vscode/webview-ui-toolkit";`, imports],
  ["webview/app/planted.ts", `import { tensor } from "@tensorflow/tfjs-core";`, imports],
  ["webview/app/planted.ts", `import { join } from "node:path";`, imports],
  ["webview/app/planted.ts", `export const reply = fetch("/");`, globals],
  ["webview/app/planted.ts", `export const request = new XMLHttpRequest();`, globals],
  ["webview/app/planted.ts", `export const reader = new FileReader();`, globals],
  ["webview/app/planted.ts", `export const api = acquireVsCodeApi();`, globals],
];

/** What the same borders let through, so that none of them is a wall without a door. */
const allowed: readonly (readonly [file: string, line: string])[] = [
  ["src/core/planted.ts", `export { parseTree } from "jsonc-parser";`],
  ["src/core/models/planted.ts", `export { FormatError } from "../errors.ts";`],
  ["src/inference/planted.ts", `export { tensor } from "@tensorflow/tfjs-core";`],
  ["src/inference/planted.ts", `export { FormatError } from "../core/errors.ts";`],
  ["src/protocol/planted.ts", `export type { Problem } from "../core/problem.ts";`],
  ["src/host/planted.ts", `export { window } from "vscode";`],
  ["src/host/planted.ts", `export { join } from "node:path";`],
  ["src/cli/backend.ts", `export { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";`],
  ["webview/gpu/planted.ts", `export { tensor } from "@tensorflow/tfjs-core";`],
  ["webview/platform/toolkit.ts", `export { vsCodeButton } from "@vscode/webview-ui-toolkit";`],
  ["webview/platform/vscodeApi.ts", `export const api = acquireVsCodeApi();`],
];

/** Types are left out: planted files belong to no project. */
const eslint = new ESLint({
  overrideConfig: [
    {
      files: ["**/*.ts"],
      rules: tseslint.configs.disableTypeChecked.rules ?? {},
      languageOptions: { parserOptions: { projectService: false } },
    },
  ],
});

async function rulesBroken(file: string, line: string): Promise<string[]> {
  const results = await eslint.lintText(`${line}\n`, { filePath: file });
  return results.flatMap(({ messages }) => messages.map((m) => m.ruleId ?? m.message));
}

describe("lint at the borders", () => {
  it.each(refused)("refuses in %s: %s", async (file, line, rule) => {
    expect(await rulesBroken(file, line)).toContain(rule);
  });

  it.each(allowed)("allows in %s: %s", async (file, line) => {
    expect(await rulesBroken(file, line)).toEqual([]);
  });
});

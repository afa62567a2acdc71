import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";
import { expect, it } from "vitest";
import { sizeWithoutDemo } from "../../../../scripts/bench/packageSize.mjs";

const expected = join(import.meta.dirname, "shippedFiles.txt");

/** `UPDATE_GOLDEN=1` writes the list anew; read the change before it is committed. */
it("ships exactly the files of the list", async () => {
  const files = (await listFiles({ packageManager: PackageManager.None })).sort();
  const text = `${files.join("\n")}\n`;
  if (process.env["UPDATE_GOLDEN"] === "1") await writeFile(expected, text);
  expect(text).toBe(await readFile(expected, "utf8"));
});

it("weighs less than 4 MB without the demo models", async () => {
  expect(await sizeWithoutDemo()).toBeLessThan(4e6);
});

it("evaluates less than 40 kB when VS Code starts it", async () => {
  // Every window with a JSON file pays for these two; what needs more belongs behind `onDemand.ts`.
  const files = ["dist/extension.cjs", "dist/extensionShared.cjs"];
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(40_000);
});

it("carries no code in the webview that its content security policy would refuse", async () => {
  const worker = await readFile("dist/worker.js", "utf8");
  const window = await readFile("dist/webview.js", "utf8");
  expect(worker).not.toMatch(/\beval\(|new Function\(/);
  expect(window).not.toMatch(/\beval\(/);
  // The toolkit holds one fallback for hosts without globalThis; it is never reached in VS Code.
  expect(window.split("new Function(").length - 1).toBeLessThanOrEqual(1);
});

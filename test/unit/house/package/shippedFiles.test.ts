import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { afterAll, expect, it } from "vitest";

const expected = join(import.meta.dirname, "shippedFiles.txt");
const demo = "media/demo/";
const packed = join("out", "size-check.vsix");

afterAll(() => rm(packed, { force: true }));

/** `UPDATE_GOLDEN=1` writes the list anew; read the change before it is committed. */
it("ships exactly the files of the list", async () => {
  const files = (await listFiles({ packageManager: PackageManager.None })).sort();
  const text = `${files.join("\n")}\n`;
  if (process.env["UPDATE_GOLDEN"] === "1") await writeFile(expected, text);
  expect(text).toBe(await readFile(expected, "utf8"));
});

it("weighs less than 4 MB without the demo models", async () => {
  await createVSIX({
    packagePath: packed,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const files = await listFiles({ packageManager: PackageManager.None });
  const demoSizes = files
    .filter((file) => file.startsWith(demo))
    .map(async (file) => (await stat(file)).size);
  const demoBytes = (await Promise.all(demoSizes)).reduce((sum, size) => sum + size, 0);
  // Weights hardly compress: taking their plain size off would flatter us, so nine tenths are taken.
  const rest = (await stat(packed)).size - 0.9 * demoBytes;
  expect(rest).toBeLessThan(4e6);
});

it("carries no code in the webview that its content security policy would refuse", async () => {
  const worker = await readFile("dist/worker.js", "utf8");
  const window = await readFile("dist/webview.js", "utf8");
  expect(worker).not.toMatch(/\beval\(|new Function\(/);
  expect(window).not.toMatch(/\beval\(/);
  // The toolkit holds one fallback for hosts without globalThis; it is never reached in VS Code.
  expect(window.split("new Function(").length - 1).toBeLessThanOrEqual(1);
});

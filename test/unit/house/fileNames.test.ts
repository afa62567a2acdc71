import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, it } from "vitest";

/** Names that say where something was put and not what it is. */
const vague = new Set(["utils", "util", "helpers", "helper", "common", "manager", "misc"]);

async function sourceFiles(): Promise<string[]> {
  const lists = ["src", "webview", "test", "scripts"].map(async (folder) => {
    const entries = await readdir(folder, { recursive: true });
    return entries.filter((path) => /\.m?ts$|\.mjs$/.test(path)).map((path) => join(folder, path));
  });
  return (await Promise.all(lists)).flat();
}

function misnamed(path: string): boolean {
  const stem = basename(path).replace(/(\.test|\.d)?\.\w+$/, "");
  return !/^[a-z][a-zA-Z0-9]*$/.test(stem) || vague.has(stem);
}

it("names each file after a concept, in camelCase", async () => {
  const files = await sourceFiles();
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter(misnamed)).toEqual([]);
});

it("refuses a vague or a differently cased name", () => {
  expect(misnamed("src/core/utils.ts")).toBe(true);
  expect(misnamed("src/core/ModelSpec.ts")).toBe(true);
  expect(misnamed("src/core/model-spec.test.ts")).toBe(true);
  expect(misnamed("src/core/modelSpec.test.ts")).toBe(false);
});

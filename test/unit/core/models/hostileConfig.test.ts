import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memberOf } from "../../../../src/core/json/jsonNode.ts";
import { readModelFolder } from "../../../../src/core/workspace/readModelFolder.ts";
import { hostileEntries, hostileFolder } from "../hostileEntries.ts";
import { memoryFiles } from "../memoryFiles.ts";

/** Every entry of the index must hold: no reading and an error, or a reading with problems. */
describe("hostile configs", () => {
  it.each(hostileEntries("config.json"))("$file: $wrong", async (entry) => {
    const files = memoryFiles({ "/m/config.json": readFileSync(hostileFolder + entry.file) });
    const started = performance.now();
    const { value, problems } = await readModelFolder(files, "/m");
    expect(performance.now() - started).toBeLessThan(1000);
    expect(files.openCount()).toBe(0);
    const { config } = value;
    if (config === undefined) {
      expect([entry.expected, entry.also]).toContain("error");
      expect(problems.map((problem) => problem.severity)).toContain("error");
      return;
    }
    expect([entry.expected, entry.also]).toContain("partial");
    expect(problems.length).toBeGreaterThan(0);
    for (const wanted of entry.listable ?? []) {
      const [key = "", value] = wanted.split("=");
      const node = memberOf(config.tree, key);
      expect(node, key).toBeDefined();
      if (value !== undefined) expect(String(node!.value)).toBe(value);
    }
    expectUsable(config.spec);
  });

  it("lets the last of three lengths count", async () => {
    const path = `${hostileFolder}config/duplicate-keys/config.json`;
    const files = memoryFiles({ "/m/config.json": readFileSync(path) });
    const { value, problems } = await readModelFolder(files, "/m");
    expect(value.config!.spec.lengths.declared).toBe(131072);
    expect(problems.filter((problem) => problem.code === "duplicate-key")).toHaveLength(2);
  });

  it("finds no class for a model type that is a name of JavaScript's objects", async () => {
    const path = `${hostileFolder}config/model-type-proto/config.json`;
    const files = memoryFiles({ "/m/config.json": readFileSync(path) });
    const { value } = await readModelFolder(files, "/m");
    expect(value.config!.spec.family).toBeUndefined();
    expect(value.config!.spec.hiddenSize).toBe(4096);
  });
});

/** Nothing downstream divides by or allocates from a number that is not finite. */
function expectUsable(spec: unknown): void {
  const walk = (value: unknown): void => {
    if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(spec);
  expect(JSON.stringify(spec).length).toBeLessThan(10_000);
}

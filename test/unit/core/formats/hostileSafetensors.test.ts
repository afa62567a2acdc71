import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { FormatError } from "../../../../src/core/errors.ts";
import { readSafetensors } from "../../../../src/core/formats/safetensors.ts";
import { parseSafetensorsIndex } from "../../../../src/core/formats/safetensorsIndex.ts";
import { hostileEntries, hostileFolder } from "../hostileEntries.ts";

/** Every entry of the index must hold: an error, or a table with problems that lists what can be shown. */
describe("hostile safetensors", () => {
  it.each(hostileEntries("safetensors"))("$file: $wrong", async (entry) => {
    const bytes = readFileSync(hostileFolder + entry.file);
    const started = performance.now();
    const outcome = await readSafetensors(memorySource(bytes), entry.file).catch(asFormatError);
    expect(performance.now() - started).toBeLessThan(1000);
    if (outcome instanceof FormatError) {
      expect([entry.expected, entry.also]).toContain("error");
      expect(outcome.message).toContain(entry.file);
      expect(outcome.offset).toBeTypeOf("number");
      return;
    }
    expect([entry.expected, entry.also]).toContain("partial");
    expect(outcome.problems.length).toBeGreaterThan(0);
    const names = outcome.value.tensors.map((tensor) => tensor.name);
    expect(names).toEqual(expect.arrayContaining([...(entry.listable ?? [])]));
    expect(new Set(names).size).toBe(names.length);
  });

  it("leaves the prototype of objects as it is", () => {
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect("polluted" in {}).toBe(false);
  });
});

describe("hostile index of shards", () => {
  it.each(hostileEntries("safetensors-index"))("$file: $wrong", (entry) => {
    const text = readFileSync(hostileFolder + entry.file, "utf8");
    let error: unknown;
    try {
      const { value } = parseSafetensorsIndex(text, entry.file);
      expect([...value.weightMap.keys()]).toEqual(entry.listable);
    } catch (caught) {
      error = asFormatError(caught);
    }
    if (error !== undefined) expect([entry.expected, entry.also]).toContain("error");
  });
});

function asFormatError(error: unknown): FormatError {
  if (error instanceof FormatError) return error;
  throw error;
}

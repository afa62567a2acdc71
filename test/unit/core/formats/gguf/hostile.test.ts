import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { FormatError } from "../../../../../src/core/errors.ts";
import { readGguf } from "../../../../../src/core/formats/gguf/readGguf.ts";
import { readGgufTable } from "../../../../../src/core/formats/gguf/readGgufTable.ts";
import { hostileEntries, hostileFolder } from "../../hostileEntries.ts";

const MIB = 2 ** 20;

/** Every entry of the index must hold: an error, or a file with problems that lists what can be shown. */
describe("hostile GGUF", () => {
  it.each(hostileEntries("gguf"))("$file: $wrong", async (entry) => {
    const bytes = readFileSync(hostileFolder + entry.file);
    const before = process.memoryUsage();
    const started = performance.now();
    const outcome = await readGguf(memorySource(bytes), entry.file).catch(asFormatError);
    const grown = process.memoryUsage();
    expect(performance.now() - started).toBeLessThan(1000);
    expect(grown.arrayBuffers - before.arrayBuffers).toBeLessThan(64 * MIB);
    expect(grown.heapUsed - before.heapUsed).toBeLessThan(64 * MIB);
    if (outcome instanceof FormatError) {
      expect([entry.expected, entry.also]).toContain("error");
      expect(outcome.message).toContain(entry.file);
      expect(outcome.offset).toBeTypeOf("number");
      return;
    }
    expect([entry.expected, entry.also]).toContain("partial");
    const { value, problems } = outcome;
    // What is wrong with these is a matter of the model or of its other files, not of the container.
    const isSound = /position-numbers|shard-count|architecture-number/.test(entry.file);
    expect(problems.length > 0).toBe(!isSound);
    const names = value.tensors.map((tensor) => tensor.name);
    const keys = value.metadata.entries.map(({ key }) => key);
    expect([...names, ...keys]).toEqual(expect.arrayContaining([...(entry.listable ?? [])]));
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("hostile metadata", () => {
  it.each([
    ["architecture-number.gguf", ["general.architecture"]],
    ["position-numbers-absurd.gguf", ["llama.context_length", "llama.attention.head_count"]],
  ])("is remarked on with the table of %s", async (name, keys) => {
    const bytes = readFileSync(`${hostileFolder}gguf/${name}`);
    const { value, problems } = await readGgufTable(memorySource(bytes), name);
    expect(value.tensors.map((tensor) => tensor.name)).toContain("t");
    expect(problems.map((problem) => problem.key)).toEqual(expect.arrayContaining(keys));
  });
});

function asFormatError(error: unknown): FormatError {
  if (error instanceof FormatError) return error;
  throw error;
}

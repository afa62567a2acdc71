import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { FormatError } from "../../../../src/core/errors.ts";
import { recogniseFormat } from "../../../../src/core/formats/registry.ts";
import { TensorReader } from "../../../../src/core/workspace/tensorReader.ts";
import { hostileEntries, hostileFolder, type HostileEntry } from "../hostileEntries.ts";
import { memoryFiles } from "../memoryFiles.ts";

const shared = new URL("../../../../../shared/goldens/hostile/", import.meta.url).pathname;
const formats = ["torch-zip", "torch-legacy", "npy", "npz", "onnx"];
const fixtures = formats.flatMap(hostileEntries);
/** Those that are too large to be kept beside the tests. */
const large = existsSync(`${shared}index.json`)
  ? (
      JSON.parse(readFileSync(`${shared}index.json`, "utf8")) as { files: HostileEntry[] }
    ).files.filter(
      ({ format, file }) =>
        formats.includes(format) && !fixtures.some((entry) => entry.file === file),
    )
  : [];

/** An error that says where and why, or a table with problems that lists what can be shown; then every tensor is read. */
describe("hostile PyTorch, NumPy and ONNX files", () => {
  it.each(fixtures)("$file: $wrong", async (entry) => expectOutcome(entry, hostileFolder));

  it.skipIf(large.length === 0).each(large)("$file: $wrong", async (entry) =>
    expectOutcome(entry, shared),
  );

  it("ran nothing", () => {
    expect(existsSync("poslens-was-here")).toBe(false);
  });
});

async function expectOutcome(entry: HostileEntry, folder: string): Promise<void> {
  const bytes = readFileSync(folder + entry.file);
  const started = performance.now();
  const format = recogniseFormat(bytes.subarray(0, 1024), entry.file);
  const outcome = await format!.read(memorySource(bytes), entry.file).catch(asFormatError);
  expect(performance.now() - started).toBeLessThan(1000);
  if (outcome instanceof FormatError) {
    expect([entry.expected, entry.also]).toContain("error");
    expect(outcome.message).toContain(entry.file);
    expect(outcome.offset).toBeTypeOf("number");
    return;
  }
  const { value, problems } = outcome;
  expect([entry.expected, entry.also]).toContain("partial");
  expect(problems.length).toBeGreaterThan(0);
  const names = value.tensors.map((tensor) => tensor.name);
  expect(names).toEqual(expect.arrayContaining([...(entry.listable ?? [])]));
  expect(new Set(names).size).toBe(names.length);
  const reader = new TensorReader(memoryFiles({ [`/m/${entry.file}`]: bytes }), "/m", value);
  for (const { name } of value.tensors.slice(0, 10)) {
    const read = await reader.readTensor(name).catch(asFormatError);
    if (read instanceof FormatError) expect(read.message).not.toBe("");
  }
}

function asFormatError(error: unknown): FormatError {
  if (error instanceof FormatError) return error;
  throw error;
}

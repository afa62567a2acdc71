import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtures, runHere } from "./runCli.ts";

const statics = join(fixtures, "formats", "static");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "poslens-words-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Listed {
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly problems: readonly { readonly code: string }[];
}

describe("static embeddings on the command line", () => {
  test.each([
    ["word2vec-newlines.bin", [200, 20]],
    ["glove-spaces.txt", [125, 20]],
    ["glove-crlf.txt", [40, 20]],
    ["fasttext-supervised.bin", [199, 8]],
  ])("%s has one tensor of vectors, which is written as it is", async (name, shape) => {
    const listed = await runHere("tensors", join(statics, name), "--json");
    expect(listed.code).toBe(0);
    const { tensors, problems } = JSON.parse(listed.stdout) as Listed;
    expect(problems).toEqual([]);
    expect(tensors[0]).toMatchObject({ name: "vectors", dtype: "F32", shape });

    const out = join(folder, `${name}.npy`);
    const { code } = await runHere("tensor", join(statics, name), "vectors", "--out", out);
    expect(code).toBe(0);
    const values = await floatsOf(out);
    const expected = await readFile(join(statics, `${name}.expected.safetensors`));
    const tolerance = name.startsWith("fasttext") ? 1e-6 : 0;
    const wanted = vectorsOf(expected);
    expect(values.length).toBe(wanted.length);
    values.forEach((value, i) => {
      expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(tolerance);
    });
  });

  test("a fastText model has its two matrices as well", async () => {
    const path = join(statics, "fasttext-supervised.bin");
    const { stdout } = await runHere("tensors", path, "--json");
    const { tensors } = JSON.parse(stdout) as Listed;
    expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ["vectors", [199, 8]],
      ["input", [699, 8]],
      ["output", [3, 8]],
    ]);
  });

  test.each([
    ["rows-differ.txt", 0, ["row-length", "row-length", "word-count"]],
    ["row-truncated.bin", 0, ["truncated", "word-count"]],
    ["negative.bin", 2, []],
    ["fasttext-cut-args.bin", 2, []],
  ])("hostile %s ends with code %i", async (name, expected, codes) => {
    const path = join(fixtures, "hostile", "static", name);
    const { code, stdout, stderr } = await runHere("tensors", path, "--json");
    expect(code).toBe(expected);
    if (code === 0) {
      expect((JSON.parse(stdout) as Listed).problems.map((problem) => problem.code)).toEqual(codes);
    } else expect(stderr).toContain(name);
  });
});

async function floatsOf(npy: string): Promise<Float32Array> {
  const bytes = await readFile(npy);
  const start = 10 + bytes.readUInt16LE(8);
  return new Float32Array(new Uint8Array(bytes.subarray(start)).buffer);
}

function vectorsOf(file: Buffer): Float32Array {
  const length = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString("utf8", 8, 8 + length)) as {
    readonly vectors: { readonly data_offsets: readonly [number, number] };
  };
  const [from, to] = header.vectors.data_offsets;
  return new Float32Array(new Uint8Array(file.subarray(8 + length + from, 8 + length + to)).buffer);
}

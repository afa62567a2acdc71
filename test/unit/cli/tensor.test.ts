import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demo, fixtures, runHere } from "./runCli.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "poslens-tensor-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Header and data of a .npy file. */
async function readNpy(file: string): Promise<{ header: string; data: ArrayBuffer }> {
  const bytes = await readFile(file);
  const start = 10 + bytes.readUInt16LE(8);
  return {
    header: bytes.toString("latin1", 10, start),
    data: new Uint8Array(bytes.subarray(start)).buffer,
  };
}

describe("poslens tensor", () => {
  test("writes half precision as float32, exactly", async () => {
    const out = join(folder, "embedding.npy");
    const name = "model.embed_tokens.weight";
    const { code, stdout, stderr } = await runHere("tensor", demo, name, "--out", out);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain(`${name}, [1024, 128] of F16: `);
    const { header, data } = await readNpy(out);
    expect(header).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (1024, 128), }");
    const values = new Float32Array(data);
    expect(values).toHaveLength(1024 * 128);
    // A half has 11 bits of significand: what is left of them beside its exponent is a whole number.
    expect(values.every((value) => Number.isInteger(value * 2 ** 24))).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(1000);
  });

  test.each([
    ["far", "'<f8'", "(1000,)"],
    ["whole", "'<i8'", "(7, 9)"],
    ["bytes", "'|u1'", "(5, 300)"],
  ])("keeps the type of %s, %s", async (name, descr, shape) => {
    const out = join(folder, `${name}.npy`);
    expect((await runHere("tensor", `${fixtures}/tensors`, name, "--out", out)).code).toBe(0);
    const { header, data } = await readNpy(out);
    expect(header).toContain(`'descr': ${descr}`);
    expect(header).toContain(`'shape': ${shape}`);
    const file = await readFile(`${fixtures}/tensors/values.safetensors`);
    expect(file.indexOf(new Uint8Array(data))).toBeGreaterThan(0);
  });

  test("writes a packed weight decoded, and its parts as they are", async () => {
    const model = `${fixtures}/quantised/gptq-3bit-g32-asym/model.safetensors`;
    const module = "model.layers.0.self_attn.k_proj";
    const weight = join(folder, "weight.npy");
    const { stderr } = await runHere("tensor", model, `${module}.weight`, "--out", weight);
    expect(stderr).toContain(`${module}.weight, [32, 64] of GPTQ 3-bit, group 32: `);
    const expected = await readFile(model.replace("model.safetensors", "expected.safetensors"));
    const { header, data } = await readNpy(weight);
    expect(header).toContain("'<f4', 'fortran_order': False, 'shape': (32, 64)");
    expect(expected.indexOf(new Uint8Array(data))).toBeGreaterThan(0);
    const zeros = join(folder, "zeros.npy");
    expect((await runHere("tensor", model, `${module}.qzeros`, "--out", zeros)).code).toBe(0);
    expect((await readNpy(zeros)).header).toContain(
      "'<i4', 'fortran_order': False, 'shape': (2, 3)",
    );
  });

  test.each([
    [["tensor", demo], /PATH and NAME are needed, 1 arguments were given/],
    [["tensor", demo, "a"], /--out FILE\.npy is needed/],
    [["tensor", demo, "a", "--out", "a.csv"], /--out is "a\.csv"/],
    [["tensor", demo, "embed", "--out", "a.npy"], /no tensor "embed"; it has model\.embed_tokens/],
    [["tensor", demo, "zzz", "--out", "a.npy"], /it lists \d+, see poslens tensors/],
  ])("refuses %j in one sentence", async (args, message) => {
    const { code, stdout, stderr } = await runHere(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("leaves nothing behind where it cannot write", async () => {
    const here = await mkdtemp(join(folder, "none-"));
    const out = join(here, "missing", "a.npy");
    const name = "model.norm.weight";
    expect((await runHere("tensor", demo, name, "--out", out)).code).toBe(2);
    expect(await readdir(here)).toEqual([]);
  });
});

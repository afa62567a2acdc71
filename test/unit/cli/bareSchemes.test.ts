import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { demo, runHere } from "./runCli.ts";

const out = (): string => join(mkdtempSync(join(tmpdir(), "poslens-")), "out.npy");

/** Shape and float32 values of a file of NumPy's first version. */
function readNpy(path: string): { readonly shape: string; readonly values: Float32Array } {
  const bytes = readFileSync(path);
  const length = bytes.readUInt16LE(8);
  const shape = /'shape': (\([^)]*\))/.exec(
    bytes.subarray(10, 10 + length).toString("latin1"),
  )?.[1];
  const values = new Float32Array(Uint8Array.from(bytes.subarray(10 + length)).buffer);
  return { shape: shape ?? "", values };
}

describe("poslens vectors --scheme", () => {
  it("writes the vectors of a scheme without a model", async () => {
    const file = out();
    const args = [
      "--scheme",
      "sinusoidal",
      "--param",
      "d_model=4",
      "--positions",
      "1:3",
      "--out",
      file,
    ];
    expect((await runHere("vectors", ...args)).code).toBe(0);
    const { shape, values } = readNpy(file);
    expect(shape).toBe("(2, 4)");
    expect(values[0]).toBeCloseTo(Math.sin(1), 6);
    expect(values[7]).toBeCloseTo(Math.cos(0.02), 6);
  });

  it("writes rotations as cos and sin", async () => {
    const file = out();
    const args = ["--param", "rotary_dim=8", "--positions", "0:5", "--out", file];
    expect((await runHere("vectors", "--scheme", "rope", ...args)).code).toBe(0);
    expect(readNpy(file).shape).toBe("(5, 2, 4)");
  });

  it.each([
    [["--scheme", "ropee"], '--scheme is "ropee", allowed are alibi, axial, '],
    [
      ["--scheme", "sinusoidal", "--param", "d_model"],
      '--param is "d_model", allowed is KEY=VALUE',
    ],
    [
      ["--scheme", "sinusoidal", "--param", "d_model=0"],
      'd_model is "0", a whole number from 1 to 65536',
    ],
    [["--scheme", "t5"], "T5 buckets · 32 to distance 128 has no vectors to write"],
    [
      ["--scheme", "sinusoidal", "somewhere"],
      '--scheme stands in place of PATH, "somewhere" was given',
    ],
  ])("%j is refused in one sentence", async (args, sentence) => {
    const { code, stderr } = await runHere("vectors", ...args, "--out", out());
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe("poslens bias", () => {
  it("writes −slope · distance of ALiBi", async () => {
    const file = out();
    const args = ["--scheme", "alibi", "--heads", "2", "--length", "3", "--out", file];
    expect((await runHere("bias", ...args)).code).toBe(0);
    const { shape, values } = readNpy(file);
    expect(shape).toBe("(2, 3, 3)");
    expect(values[2 * 3]).toBe(-2 * 2 ** -4);
    expect(values[9 + 2 * 3 + 1]).toBe(-(2 ** -8));
  });

  it("says that learned tables of a bare scheme are simulated, the same for the same seed", async () => {
    const [a, b, c] = [out(), out(), out()];
    const call = (file: string, seed: string) =>
      runHere("bias", "--scheme", "t5", "--length", "4", "--seed", seed, "--out", file);
    expect((await call(a, "1")).stderr).toContain(
      "simulated: learned tables are uniform from −1 to 1, seed 1",
    );
    await call(b, "1");
    await call(c, "2");
    expect(readNpy(a).values).toEqual(readNpy(b).values);
    expect(readNpy(a).values).not.toEqual(readNpy(c).values);
  });

  it.each([
    [[demo, "--length", "4"], "RoPE adds no bias to scores"],
    [["--scheme", "alibi"], '--length is "", allowed are whole numbers from 1 to 1000000'],
    [["--scheme", "alibi", "--length", "100000"], "at most 16,777,216 are computed at once"],
  ])("%j is refused in one sentence", async (args, sentence) => {
    const { code, stderr } = await runHere("bias", ...args, "--out", out());
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { largestDifference, tolerance } from "./differences.ts";
import { readArrays } from "./openModel.ts";

const demo = fileURLToPath(new URL("../../media/demo/rope", import.meta.url));
const golden = fileURLToPath(
  new URL("../fixtures/zoo/rope/attention.safetensors", import.meta.url),
);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "poslens-trace-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `poslens trace …` from source, in a process of its own. */
function trace(...args: readonly string[]): {
  code: number | null;
  stdout: string;
  stderr: string;
} {
  const quiet = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON";
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [quiet, main, "trace", ...args], {
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

describe("poslens trace", () => {
  test("writes the keys, shapes and values of the golden", async () => {
    const out = join(folder, "trace.safetensors");
    const { code, stdout, stderr } = trace(demo, "--inputs", golden, "--out", out);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain("layer 0");
    const [actual, expected] = [await readArrays(out), await readArrays(golden)];
    expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [name, { shape, values }] of expected) {
      const found = actual.get(name);
      expect(found?.shape, name).toEqual(shape);
      const difference = largestDifference(name, found?.values ?? new Float32Array(), values);
      expect(difference, name).toBeLessThan(tolerance);
    }
  });

  test("traces some layers of a typed text, on the backend asked for", async () => {
    const out = join(folder, "some.safetensors");
    const text = ["--prompt", "It is a truth", "--layers", "1:2", "--backend", "cpu"];
    expect(trace(demo, ...text, "--out", out).code).toBe(0);
    expect([...(await readArrays(out)).keys()]).toEqual([
      "input_ids",
      "hidden.1",
      "attn.1",
      "attn_local.1",
      "hidden_global.1",
      "attn_global.1",
    ]);
  });
});

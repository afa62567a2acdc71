import { memory, mul, neg } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { nodeBackends, useBackend } from "../../src/cli/backend.ts";
import { composedKernels } from "../../src/inference/kernels.ts";
import { selfCheck } from "../../src/inference/selfCheck.ts";

describe.each(nodeBackends)("the self-check on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  test("passes, says what it compared, and frees what it made", async () => {
    const before = memory().numTensors;
    const { passed, lines } = await selfCheck();
    expect(lines.filter((line) => line.includes("WRONG"))).toEqual([]);
    expect(passed).toBe(true);
    expect(lines.map((line) => line.split(" ")[0])).toEqual([
      "matmul",
      "softmax",
      "rotation,",
      "rotation,",
      "rmsnorm",
      "attention",
      ...Array<string>(12).fill("decode"),
    ]);
    expect(memory().numTensors).toBe(before);
  });

  test("refuses a rotation that turns the other way", async () => {
    const { passed, lines } = await selfCheck({
      ...composedKernels,
      rotate: (x, rotation) => composedKernels.rotate(x, { ...rotation, sin: neg(rotation.sin) }),
    });
    expect(passed).toBe(false);
    expect(lines.filter((line) => line.includes("WRONG"))).toHaveLength(2);
  });

  test("refuses a decoder whose values are a hundredth too large", async () => {
    const { passed, lines } = await selfCheck({
      ...composedKernels,
      decode: (raw, name) =>
        raw.dtype === "Q4_0"
          ? mul(composedKernels.decode(raw, name), 1.01)
          : composedKernels.decode(raw, name),
    });
    expect(passed).toBe(false);
    expect(lines.filter((line) => line.includes("WRONG"))).toHaveLength(1);
  });

  test("refuses a norm that gives not a number", async () => {
    const { passed } = await selfCheck({
      ...composedKernels,
      rmsNorm: (x, weight) => mul(mul(x, weight), NaN),
    });
    expect(passed).toBe(false);
  });
});

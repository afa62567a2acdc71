import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { nodeBackends, useBackend } from "../../src/cli/backend.ts";
import { ModelSession } from "../../src/inference/session.ts";
import type { WeightReader } from "../../src/inference/weights.ts";
import { largestDifference, tolerance } from "./differences.ts";
import { ownCases } from "./goldenCases.ts";
import { openModel, readArrays } from "./openModel.ts";

const [mistral, demo] = ["mistral", "zoo/rope attention"].map((name) =>
  ownCases.find((golden) => golden.name === name),
);

describe.each(nodeBackends)("a session on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  test.each([demo, mistral])(
    "gives every head's maps, and gives back every tensor",
    async (golden) => {
      if (golden === undefined) throw new Error("the case is gone");
      const expected = await readArrays(golden.expected);
      const ids = [...(expected.get("input_ids")?.values ?? [])];
      const { spec, tensors, reader } = await openModel(golden.model);
      const before = memory().numTensors;
      const session = new ModelSession({ spec, tensors }, reader);
      const last = spec.layers - 1;
      await session.run({ ids, upToLayer: last, removal: "global" });
      const held = memory().numTensors;
      const cells = ids.length ** 2;
      for (let layer = 0; layer <= last; layer++) {
        for (let head = 0; head < spec.heads; head++) {
          for (const removal of ["local", "global"] as const) {
            const maps = await session.attention(layer, head, removal);
            const part = (name: string): Float32Array =>
              (expected.get(`${name}.${layer}`)?.values ?? new Float32Array()).subarray(
                head * cells,
                (head + 1) * cells,
              );
            const compare = (actual: Float32Array, name: string): void =>
              expect(largestDifference(name, actual, part(name)), name).toBeLessThan(tolerance);
            compare(maps.withPosition, "attn");
            compare(maps.withoutPosition, `attn_${removal}`);
          }
        }
      }
      expect(memory().numTensors).toBe(held);
      await session.run({ ids, upToLayer: last, removal: "global" });
      expect(memory().numTensors).toBe(held);
      session.dispose();
      expect(memory().numTensors).toBe(before);
      await reader.close();
    },
  );

  test("reads no more bytes than it says it needs", async () => {
    if (demo === undefined) throw new Error("the case is gone");
    const { spec, tensors, reader } = await openModel(demo.model);
    let bytes = 0;
    const counting: WeightReader = {
      readTensor: async (name, signal) => counted(await reader.readTensor(name, signal)),
      readRows: async (name, rows, signal) => counted(await reader.readRows(name, rows, signal)),
    };
    const counted = <T extends { readonly bytes: ArrayBuffer }>(raw: T): T => {
      bytes += raw.bytes.byteLength;
      return raw;
    };
    const session = new ModelSession({ spec, tensors }, counting);
    const ids = [40, 41, 42, 41];
    await session.run({ ids, upToLayer: 0, removal: "local" });
    expect(bytes).toBe(session.neededBytes(0, ids));
    await session.run({ ids, upToLayer: 2, removal: "global" });
    expect(bytes).toBe(session.neededBytes(2, ids));
    session.dispose();
    await reader.close();
  });
});

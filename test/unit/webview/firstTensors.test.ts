import { beforeAll, expect, it } from "vitest";
import { useBackend } from "../../../src/cli/backend.ts";
import { ModelSession } from "../../../src/inference/session.ts";
import type { ComputeJob } from "../../../webview/app/computeJob.ts";
import { firstTensors } from "../../../webview/app/firstTensors.ts";
import { tinyModel, TinyReader } from "../inference/tinyModel.ts";

beforeAll(() => useBackend("cpu"));

it("asks for what a run of layer 0 asks for, and in the same words", async () => {
  const model = tinyModel();
  const reader = new TinyReader(model);
  const session = new ModelSession(model, reader);
  const ids = [3, 1, 3, 10];
  await session.run({ ids, upToLayer: 0, removal: "local" });
  session.dispose();
  const ahead = firstTensors(jobOf(ids)).map(({ name, rows }) =>
    rows === null ? name : `${name}[${rows.join(",")}]`,
  );
  expect(ahead.toSorted()).toEqual(reader.asked.toSorted());
  expect(ahead).toContain("model.embed_tokens.weight[3,1,10]");
});

it("asks for nothing where the run would be refused", () => {
  expect(firstTensors(jobOf([99]))).toEqual([]);
});

function jobOf(ids: readonly number[]): ComputeJob {
  const model = tinyModel();
  return { spec: model.spec, model, ids } as unknown as ComputeJob;
}

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import { traceModel } from "../../src/inference/trace.ts";
import { openModel, readArrays } from "./openModel.ts";

const folder = fileURLToPath(
  new URL("../../../shared/goldens/formats/gguf-models/", import.meta.url),
);

/** Files of families that can be run. Their only source is the GGUF: config, names and weights. */
const names = [
  "llama-permuted",
  "llama-permuted-q8_0",
  "llama-permuted-f16",
  "llama-linear",
  "llama3-scaled",
  "qwen2",
  "qwen2-yarn",
];

/** Of the largest logit, as the goldens ask for float32 work. */
const TOLERANCE = 1e-4;

describe.skipIf(!existsSync(folder))("models that are one GGUF file", () => {
  beforeAll(() => useBackend("cpu"));

  it.each(names)("%s gives the logits of the reference", async (name) => {
    const { [name]: model } = JSON.parse(readFileSync(`${folder}models.json`, "utf8")) as Record<
      string,
      { readonly input_ids: readonly number[] }
    >;
    const expected = await readArrays(`${folder}${name}.expected.safetensors`);
    // What is quantised is compared with the same model run on the decoded weights.
    const wanted = expected.get("logits_from_gguf_weights") ?? expected.get("logits");
    const { spec, tensors, reader } = await openModel(`${folder}${name}.gguf`);
    const arrays = await traceModel({ spec, tensors }, reader, { ids: model?.input_ids ?? [] });
    await reader.close();
    const logits = arrays.find((array) => array.name === "logits");
    if (logits === undefined || wanted === undefined) expect.fail("no logits");
    expect(logits.shape).toEqual(wanted.shape);
    const scale = wanted.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const difference = wanted.values.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (logits.values[i] ?? NaN))),
      0,
    );
    console.log(`${name}: ${(difference / scale).toExponential(1)} of the largest logit`);
    expect(difference / scale).toBeLessThan(TOLERANCE);
  });
});

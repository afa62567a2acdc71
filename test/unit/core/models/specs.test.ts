import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseHfConfig } from "../../../../src/core/models/hfConfig.ts";
import { specToJson } from "../../../../src/core/models/toJson.ts";

const folder = new URL("../../../fixtures/specs/", import.meta.url).pathname;

/** What expected.json says about tensors of the class, which a config does not tell. */
const aboutTensors = new Set([
  "model_class",
  "layer_list",
  "attention_tensors",
  "rotary_modules",
  "token_embedding",
  "position_tensors",
  "reference",
  "form",
  "warnings",
]);

describe("specs as transformers makes them", () => {
  it.each(readdirSync(folder))("%s", (name) => {
    const text = readFileSync(`${folder}${name}/config.json`, "utf8");
    const expected = JSON.parse(readFileSync(`${folder}${name}/expected.json`, "utf8")) as Record<
      string,
      unknown
    >;
    const { value, problems } = parseHfConfig(text, "config.json");
    const { spec } = specToJson(value!.spec, value!.provenance);
    const wanted = Object.entries(expected).filter(([field]) => !aboutTensors.has(field));
    expect(wanted.length).toBeGreaterThan(8);
    expect(Object.fromEntries(wanted.map(([field]) => [field, spec[field]]))).toEqual(
      Object.fromEntries(wanted),
    );
    expect(problems).toEqual([]);
    expect(value!.spec.family).toBe(expected["model_type"]);
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseHfConfig } from "../../../../src/core/models/hfConfig.ts";
import type { Provenance } from "../../../../src/core/models/modelSpec.ts";
import { specRows } from "../../../../webview/app/specRows.ts";

const families = join(import.meta.dirname, "../../../fixtures/families");
const configs = readdirSync(families)
  .map((name) => join(families, name, "config.json"))
  .filter((file) => existsSync(file))
  .map((file) => readFileSync(file, "utf8"));

const plain = {
  model_type: "llama",
  hidden_size: 64,
  num_attention_heads: 4,
  max_position_embeddings: 128,
  rope_theta: 10000,
};
const linear = { ...plain, rope_scaling: { rope_type: "linear", factor: 4 } };
const llama3 = {
  ...plain,
  rope_scaling: {
    rope_type: "llama3",
    factor: 8,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 16,
  },
};

it("says of every fact that is shown where it comes from", () => {
  expect(configs.length).toBeGreaterThan(3);
  for (const text of configs) {
    const rows = specRows(modelOf(text));
    const sourceless = rows.filter(({ from, why }) => from === undefined && why === "");
    expect(sourceless.map(({ name, value }) => `${name} ${value}`)).toEqual([]);
  }
});

it.each<[field: string, config: object, from: Partial<Provenance> & { readonly key?: string }]>([
  ["scheme", plain, { kind: "class default", of: "LlamaConfig" }],
  ["scheme.layout", { ...plain, model_type: "never-seen" }, { kind: "derived" }],
  ["windows", plain, { kind: "class default", of: "LlamaConfig" }],
  ["lengths.pretrained", plain, { kind: "file", key: "max_position_embeddings" }],
  ["lengths.pretrained", linear, { kind: "derived", from: "max_position_embeddings / factor" }],
  ["lengths.extended", llama3, { kind: "file", key: "max_position_embeddings" }],
  [
    "lengths.pretrained",
    llama3,
    { kind: "file", key: "rope_scaling.original_max_position_embeddings" },
  ],
  ["scheme.scaling", llama3, { kind: "file", key: "rope_scaling.rope_type" }],
])("gives %s of %j a source", (field, config, from) => {
  const sources = new Map(modelOf(JSON.stringify(config)).provenance);
  expect(sources.get(field)).toMatchObject(from);
});

function modelOf(text: string): Parameters<typeof specRows>[0] {
  const { value } = parseHfConfig(text, "config.json");
  return { spec: value?.spec ?? null, provenance: [...(value?.provenance ?? [])] };
}

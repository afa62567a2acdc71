import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { readGgufConfig } from "../../../../../src/core/models/gguf/readGgufConfig.ts";
import { parseHfConfig } from "../../../../../src/core/models/hfConfig.ts";
import type { ConfigReading } from "../../../../../src/core/models/configReading.ts";
import type { ModelSpec } from "../../../../../src/core/models/modelSpec.ts";
import { hostileFolder } from "../../hostileEntries.ts";

const folder = fileURLToPath(
  new URL("../../../../../../shared/goldens/formats/gguf-models/", import.meta.url),
);

async function specOf(name: string): Promise<ConfigReading> {
  const bytes = readFileSync(`${folder}${name}.gguf`);
  const { value } = await readGgufConfig(memorySource(bytes), `${name}.gguf`);
  if (value === undefined) expect.fail("no reading");
  return value;
}

function hubSpecOf(name: string): ModelSpec {
  const text = readFileSync(`${folder}hub/${name}/config.json`, "utf8");
  const { value } = parseHfConfig(text, "config.json");
  if (value === undefined) expect.fail("no reading");
  return value.spec;
}

describe.skipIf(!existsSync(folder))("a GGUF file as a model", () => {
  it.each([
    ["llama-permuted", "llama-permuted"],
    ["llama-permuted-f16", "llama-permuted"],
    ["llama-permuted-q8_0", "llama-permuted"],
    ["llama-linear", "llama-linear"],
    ["llama3-scaled", "llama3-scaled"],
    ["qwen2", "qwen2"],
    ["qwen2-yarn", "qwen2-yarn"],
  ])("%s is what its twin's config says", async (name, hub) => {
    const { spec } = await specOf(name);
    const want = hubSpecOf(hub);
    // The file does not name classes of transformers, and its type on disk is its own.
    const common = { architectures: [], dtype: "", quantization: "", attributes: {} };
    // Evidence names the keys of its file.
    const lengths = { ...spec.lengths, evidence: want.lengths.evidence };
    expect({ ...spec, lengths, ...common }).toEqual({ ...want, ...common });
  });

  it.each(["bloom", "falcon", "gemma2", "gpt2", "gptneox", "mpt", "phi3", "stablelm", "t5"])(
    "%s has the sizes of its twin",
    async (name) => {
      const { spec } = await specOf(name);
      const want = hubSpecOf(name);
      expect(spec.modelType).toBe(want.modelType);
      expect(spec.hiddenSize).toBe(want.hiddenSize);
      expect(spec.layers).toBe(want.layers);
      expect(spec.heads).toBe(want.heads);
      expect(spec.vocabSize).toBe(want.vocabSize);
      expect(spec.normEps).toBe(want.normEps);
      expect(spec.tieWordEmbeddings).toBe(
        name !== "gptneox" && name !== "phi3" && name !== "stablelm",
      );
    },
  );

  it("takes the factors of longrope from tensors", async () => {
    const { spec, provenance } = await specOf("phi3-longrope");
    const want = hubSpecOf("phi3-longrope");
    expect(spec.lengths).toMatchObject({ declared: 1024, pretrained: 256, extended: 1024 });
    if (spec.scheme.kind !== "rope" || want.scheme.kind !== "rope") expect.fail("no rotation");
    const { scaling } = spec.scheme;
    expect(scaling).toMatchObject({
      type: "longrope",
      originalLength: 256,
      shortFactor: [1, 1.03, 1.06, 1.09, 1.12, 1.15, 1.18, 1.21],
      longFactor: [1, 1.9, 2.8, 3.7, 4.6, 5.5, 6.4, 7.3],
    });
    if (scaling.type !== "longrope") expect.fail("no longrope");
    // sqrt(1 + ln(1024 / 256) / ln 256), as the converter narrowed it.
    expect(scaling.attentionFactor).toBeCloseTo(Math.sqrt(1 + Math.log(4) / Math.log(256)), 7);
    expect(provenance.get("scheme.scaling.longFactor")).toEqual({
      kind: "derived",
      from: "rope_factors_long.weight",
    });
  });

  it("points each fact to its key and the bytes of its value", async () => {
    const { spec, provenance } = await specOf("llama-linear");
    const bytes = readFileSync(`${folder}llama-linear.gguf`);
    const from = provenance.get("lengths.declared");
    if (from?.kind !== "file") expect.fail("no place");
    expect([from.file, from.key]).toEqual(["llama-linear.gguf", "llama.context_length"]);
    expect(from.span.length).toBe(4);
    expect(bytes.readUInt32LE(from.span.offset)).toBe(512);
    expect(provenance.get("scheme.scaling.factor")).toMatchObject({
      key: "llama.rope.scaling.factor",
    });
    expect(spec.lengths.evidence).toContain("llama.context_length 512 / factor 2");
    expect(provenance.get("tieWordEmbeddings")).toEqual({
      kind: "derived",
      from: "tensor output.weight",
    });
    expect(provenance.get("hiddenAct")).toMatchObject({ kind: "class default" });
  });
});

describe("a GGUF file whose numbers cannot be", () => {
  const read = async (name: string): ReturnType<typeof readGgufConfig> =>
    readGgufConfig(memorySource(readFileSync(`${hostileFolder}gguf/${name}`)), name);

  it("says which key is wrong and goes on", async () => {
    const { value, problems } = await read("position-numbers-absurd.gguf");
    const keys = problems.map((problem) => problem.key);
    expect(keys).toEqual(
      expect.arrayContaining(["llama.context_length", "llama.attention.head_count"]),
    );
    for (const { key, message } of problems) {
      if (key?.startsWith("llama.")) expect(message).toContain(key);
    }
    expect(value?.spec.modelType).toBe("llama");
    expect(value?.spec.lengths.declared).toBeUndefined();
  });

  it("says that an architecture is a text", async () => {
    const { value, problems } = await read("architecture-number.gguf");
    expect(problems.map((problem) => problem.key)).toContain("general.architecture");
    expect(value?.spec.family).toBeUndefined();
  });
});

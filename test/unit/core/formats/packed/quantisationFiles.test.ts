import { describe, expect, it } from "vitest";
import { partsOf } from "../../../../../src/core/formats/packed/partsOf.ts";
import { editJson } from "./editFolder.ts";
import {
  folderContents,
  openFolder,
  type FolderContents,
  type OpenFolder,
} from "./quantisedFolder.ts";

const fixtures = new URL("../../../../fixtures/quantised", import.meta.url).pathname;
const fixture = (name: string): FolderContents => folderContents(`${fixtures}/${name}`);
const packedOf = ({ table }: OpenFolder): readonly string[] =>
  table.tensors.filter((tensor) => partsOf(tensor).length > 0).map(({ name }) => name);

describe("where a folder says how its weights are packed", () => {
  it("is hf_quant_config.json, where the config says nothing", async () => {
    const contents = editJson(fixture("modelopt-nvfp4-llama"), "config.json", (json) => {
      delete json["quantization_config"];
    });
    const folder = await openFolder(contents);
    expect(folder.problems).toEqual([]);
    expect(packedOf(folder)).toEqual([
      "model.layers.0.mlp.down_proj.weight",
      "model.layers.0.self_attn.k_proj.weight",
    ]);
  });

  it("is the config of the language model in a composite one", async () => {
    const contents = editJson(fixture("fp8-block-ue8m0"), "config.json", (json) => {
      json["text_config"] = { quantization_config: json["quantization_config"] };
      delete json["quantization_config"];
    });
    expect(packedOf(await openFolder(contents))).toEqual(["model.layers.0.mlp.down_proj.weight"]);
  });

  it("is nowhere: then everything is shown as it is stored", async () => {
    const files = Object.entries(fixture("gptq-4bit-g64-sym-old"));
    const contents = files.filter(([name]) => name !== "quantize_config.json");
    const folder = await openFolder(Object.fromEntries(contents));
    expect(folder.problems).toEqual([]);
    expect(packedOf(folder)).toEqual([]);
    expect(folder.table.tensors.map(({ name }) => name)).toContain(
      "model.layers.0.self_attn.k_proj.qweight",
    );
  });

  it("is a file that is no JSON, or too large: then that is said", async () => {
    const contents = fixture("gptq-4bit-g64-sym-old");
    const broken = await openFolder({ ...contents, "quantize_config.json": "bits: 4" });
    expect(broken.problems.map(({ file, severity }) => [file, severity])).toContainEqual([
      "quantize_config.json",
      "error",
    ]);
    expect(packedOf(broken)).toEqual([]);
    const large = { ...contents, "quantize_config.json": " ".repeat(2 ** 24 + 1) };
    expect((await openFolder(large)).problems).toMatchObject([
      { code: "too-large", file: "quantize_config.json" },
    ]);
  });
});

describe("opening a folder of packed weights", () => {
  it("reads the stored shapes together and no weights, and closes what it opened", async () => {
    const { files } = await openFolder(fixture("ct-int4-group-asym-llama"));
    expect(files.openCount()).toBe(0);
    const checkpoint = files.reads.filter(({ path }) => path.endsWith(".safetensors"));
    // Magic, length of the header, header, and the two shapes side by side in one piece.
    expect(checkpoint.at(-1)?.length).toBe(32);
    expect(checkpoint.length).toBeLessThanOrEqual(4);
  });

  it("says what it could not read of a file that is cut off", async () => {
    const contents = fixture("ct-int4-group-asym-llama");
    const bytes = contents["model.safetensors"];
    if (!(bytes instanceof Uint8Array)) throw new Error("no checkpoint");
    const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const folder = await openFolder({
      ...contents,
      "model.safetensors": bytes.slice(0, header + 8),
    });
    expect(folder.files.openCount()).toBe(0);
    const said = folder.problems.map(({ message }) => message).join("\n");
    expect(said).toMatch(/contents of \S+k_proj\.weight_shape could not be read/);
    expect(said).toMatch(/are missing, in/);
    expect(packedOf(folder)).toEqual([]);
  });

  it("takes the zero points that older writers leave beside symmetric weights for no part of them", async () => {
    const contents = editJson(fixture("ct-int4-group-asym-llama"), "config.json", (json) => {
      const text = JSON.stringify(json["quantization_config"]);
      const symmetric = text.replace(`"symmetric":false`, `"symmetric":true`);
      json["quantization_config"] = JSON.parse(symmetric) as Record<string, unknown>;
    });
    const { table, problems } = await openFolder(contents);
    expect(problems).toEqual([]);
    const roles = partsOf(table.tensors[0] ?? expect.fail("no tensor")).map(({ role }) => role);
    expect(roles).toEqual(["codes", "scales", "shape", "none"]);
  });

  it("gives the parts by their names, too", async () => {
    const { reader } = await openFolder(fixture("gptq-3bit-g32-asym"));
    const scales = await reader.readTensor("model.layers.0.self_attn.k_proj.scales");
    expect([scales.dtype, scales.shape]).toEqual(["F16", [2, 32]]);
  });
});

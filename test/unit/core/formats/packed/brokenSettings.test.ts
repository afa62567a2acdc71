import { describe, expect, it } from "vitest";
import { editJson } from "./editFolder.ts";
import { folderContents, openFolder, type FolderContents } from "./quantisedFolder.ts";

const fixtures = new URL("../../../../fixtures/quantised", import.meta.url).pathname;
const fixture = (name: string): FolderContents => folderContents(`${fixtures}/${name}`);

interface Broken {
  readonly what: string;
  readonly folder: string;
  /** Of `quantization_config`. */
  readonly change: Readonly<Record<string, unknown>>;
  readonly code: string;
  readonly says: RegExp;
}

describe("settings that cannot be used", () => {
  const settings: readonly Broken[] = [
    {
      what: "a method that is not known",
      folder: "gptq-3bit-g32-asym",
      change: { quant_method: "hqq" },
      code: "unknown-quantization",
      says: /"hqq", read are awq, /,
    },
    {
      what: "a method that is no text",
      folder: "gptq-3bit-g32-asym",
      change: { quant_method: 7 },
      code: "bad-value",
      says: /quant_method is 7; it must be a text/,
    },
    {
      what: "a layout of a kernel",
      folder: "gptq-3bit-g32-asym",
      change: { checkpoint_format: "marlin" },
      code: "unsupported",
      says: /"marlin", read are "gptq" and "gptq_v2"/,
    },
    {
      what: "bits that no file has",
      folder: "gptq-3bit-g32-asym",
      change: { bits: 1e9 },
      code: "bad-value",
      says: /bits is 1000000000; it must be one of 2, 3, 4, 8/,
    },
    {
      what: "a group size of nothing",
      folder: "gptq-3bit-g32-asym",
      change: { group_size: 0 },
      code: "bad-value",
      says: /group_size is 0; it must be -1 or a whole number/,
    },
    {
      what: "a group size that does not divide",
      folder: "gptq-3bit-g32-asym",
      change: { group_size: 48 },
      code: "bad-shape",
      says: /qweight has 64 inputs, which groups of 48 do not divide/,
    },
    {
      what: "a pattern that is none",
      folder: "gptq-3bit-g32-asym",
      change: { dynamic: { "-:(": {} } },
      code: "unsupported",
      says: /pattern "\(" cannot be followed/,
    },
    {
      what: "a module that is excluded and packed",
      folder: "gptq-3bit-g32-asym",
      change: { dynamic: { "-:.*k_proj": {} } },
      code: "bad-value",
      says: /k_proj\.qweight is there, though/,
    },
    {
      what: "another algorithm of modelopt",
      folder: "modelopt-nvfp4-llama",
      change: { quant_algo: "W4A8_AWQ" },
      code: "unsupported",
      says: /"W4A8_AWQ", read are NVFP4/,
    },
    {
      what: "blocks that are none",
      folder: "fp8-block-ue8m0",
      change: { weight_block_size: [0, 128] },
      code: "bad-value",
      says: /weight_block_size is a list; it must be two whole numbers/,
    },
    {
      what: "groups that are none",
      folder: "ct-int4-group-asym-llama",
      change: { config_groups: 5 },
      code: "bad-value",
      says: /k_proj\.weight_packed is packed, and no config group is for its module/,
    },
    {
      what: "a format that is not read",
      folder: "ct-int4-group-asym-llama",
      change: { format: "marlin-24" },
      code: "unsupported",
      says: /format "marlin-24", read are pack-quantized/,
    },
  ];

  it.each(settings)("$what", async ({ folder, change, code, says }) => {
    const contents = editJson(fixture(folder), "config.json", (json) => {
      Object.assign(json["quantization_config"] ?? {}, change);
    });
    const { table, problems } = await openFolder(contents);
    const found = problems.find((problem) => says.test(problem.message));
    expect(found?.code, JSON.stringify(problems)).toBe(code);
    expect(table.tensors.some((tensor) => /qweight|weight/.test(tensor.name))).toBe(true);
  });

  it("says that MLX settings are missing, and shows what is stored", async () => {
    const contents = editJson(fixture("mlx-6bit-g32-qwen3"), "config.json", (json) => {
      json["quantization"] = {};
    });
    const { table, problems } = await openFolder(contents);
    expect(problems.map(({ code }) => code)).toEqual(["incomplete-quantization"]);
    expect(table.tensors.map(({ dtype }) => dtype)).toContain("U32");
  });
});

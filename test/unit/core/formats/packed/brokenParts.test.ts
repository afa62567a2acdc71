import { describe, expect, it } from "vitest";
import { partsOf } from "../../../../../src/core/formats/packed/partsOf.ts";
import { editTensors, zeros, type Tensors } from "./editFolder.ts";
import { folderContents, openFolder, type FolderContents } from "./quantisedFolder.ts";

const fixtures = new URL("../../../../fixtures/quantised", import.meta.url).pathname;
const fixture = (name: string): FolderContents => folderContents(`${fixtures}/${name}`);

const k = "model.layers.0.self_attn.k_proj";
const down = "model.layers.0.mlp.down_proj";

interface Broken {
  readonly what: string;
  readonly folder: string;
  readonly edit: (tensors: Tensors) => void;
  readonly code: string;
  /** Tensor, found, allowed. */
  readonly says: RegExp;
}

const broken: readonly Broken[] = [
  {
    what: "scales missing",
    folder: "gptq-3bit-g32-asym",
    edit: (tensors) => tensors.delete(`${k}.scales`),
    code: "missing-tensor",
    says: /k_proj\.scales is missing/,
  },
  {
    what: "scales of a wrong shape",
    folder: "gptq-3bit-g32-asym",
    edit: (tensors) => tensors.set(`${k}.scales`, zeros(`${k}.scales`, "F16", [2, 31], 2)),
    code: "bad-shape",
    says: /k_proj\.scales has shape \[2, 31\], allowed is \[2, 32\]/,
  },
  {
    what: "scales of a wrong type",
    folder: "gptq-3bit-g32-asym",
    edit: (tensors) => tensors.set(`${k}.scales`, zeros(`${k}.scales`, "I32", [2, 32], 4)),
    code: "bad-dtype",
    says: /k_proj\.scales is of type I32, allowed are F32, F16, BF16/,
  },
  {
    what: "words that the codes do not fill",
    folder: "gptq-3bit-g32-asym",
    edit: (tensors) => tensors.set(`${k}.qweight`, zeros(`${k}.qweight`, "I32", [7, 32], 4)),
    code: "bad-shape",
    says: /k_proj\.qweight has 7 rows of 32 bits, which codes of 3 bits do not fill/,
  },
  {
    what: "codes without elements",
    folder: "gptq-3bit-g32-asym",
    edit: (tensors) => tensors.set(`${k}.qweight`, zeros(`${k}.qweight`, "I32", [0, 32], 4)),
    code: "bad-shape",
    says: /k_proj\.qweight has shape \[0, 32\], without elements/,
  },
  {
    what: "an order of another length",
    folder: "gptq-3bit-g32-asym",
    edit: (tensors) => tensors.set(`${k}.g_idx`, zeros(`${k}.g_idx`, "I32", [63], 4)),
    code: "bad-shape",
    says: /k_proj\.g_idx has shape \[63\], allowed is \[64\]/,
  },
  {
    what: "the weight a second time",
    folder: "gptq-3bit-g32-asym",
    edit: (tensors) => tensors.set(`${k}.weight`, zeros(`${k}.weight`, "F16", [32, 64], 2)),
    code: "bad-value",
    says: /k_proj\.qweight packs model\S+k_proj\.weight, which is in the checkpoint as well/,
  },
  {
    what: "a state that is no JSON",
    folder: "bnb-nf4-double-llama",
    edit: (tensors) => {
      const name = `${k}.weight.quant_state.bitsandbytes__nf4`;
      tensors.set(name, zeros(name, "U8", [166], 1));
    },
    code: "bad-value",
    says: /quant_state\.bitsandbytes__nf4 is no state of a quantised weight/,
  },
  {
    what: "a state of another shape",
    folder: "bnb-nf4-double-llama",
    edit: (tensors) => {
      const name = `${k}.weight.quant_state.bitsandbytes__nf4`;
      const json = `{"quant_type":"nf4","blocksize":64,"shape":[999999999,999999999]}`;
      const { buffer } = new TextEncoder().encode(json);
      tensors.set(name, { name, dtype: "U8", shape: [json.length], bytes: buffer });
    },
    code: "bad-shape",
    says: /k_proj\.weight has 1024 bytes, the shape \[999999999, 999999999\] of its quant_state needs/,
  },
  {
    what: "a map of too few values",
    folder: "bnb-nf4-double-llama",
    edit: (tensors) => {
      const name = `${k}.weight.nested_quant_map`;
      tensors.set(name, zeros(name, "F32", [255], 4));
    },
    code: "bad-shape",
    says: /nested_quant_map has shape \[255\], allowed is \[256\]/,
  },
  {
    what: "no state at all",
    folder: "bnb-nf4-double-llama",
    edit: (tensors) => tensors.delete(`${k}.weight.quant_state.bitsandbytes__nf4`),
    code: "missing-tensor",
    says: /k_proj\.weight\.quant_state\.bitsandbytes__nf4 is missing/,
  },
  {
    what: "a stored shape that the words do not hold",
    folder: "ct-int4-group-asym-llama",
    edit: (tensors) => {
      const name = `${k}.weight_shape`;
      const { buffer } = BigInt64Array.of(32n, 2n ** 40n);
      tensors.set(name, { name, dtype: "I64", shape: [2], bytes: buffer });
    },
    code: "bad-shape",
    says: /k_proj\.weight_shape says \[32, 1099511627776\], the 8 words .* hold up to 64 codes of 4 bits/,
  },
  {
    what: "no zero points of an asymmetric group",
    folder: "ct-int4-group-asym-llama",
    edit: (tensors) => tensors.delete(`${k}.weight_zero_point`),
    code: "missing-tensor",
    says: /k_proj\.weight_zero_point is missing/,
  },
  {
    what: "a grid of scales for other blocks",
    folder: "fp8-block-ue8m0",
    edit: (tensors) => {
      const name = `${down}.weight_scale_inv`;
      tensors.set(name, zeros(name, "F8_E8M0", [2, 4], 1));
    },
    code: "bad-shape",
    says: /down_proj\.weight_scale_inv has shape \[2, 4\], allowed is \[2, 5\] \(blocks of 64 × 32\)/,
  },
  {
    what: "no scales of codes of a byte",
    folder: "fp8-block-ue8m0",
    edit: (tensors) => tensors.delete(`${down}.weight_scale_inv`),
    code: "missing-tensor",
    says: /down_proj\.weight is of type F8_E4M3, and its scales .*weight_scale_inv are missing/,
  },
  {
    what: "biases of another number of groups",
    folder: "mlx-6bit-g32-qwen3",
    edit: (tensors) => tensors.set(`${k}.biases`, zeros(`${k}.biases`, "BF16", [32, 3], 2)),
    code: "bad-shape",
    says: /k_proj\.biases has shape \[32, 3\], allowed is \[32, 2\]/,
  },
  {
    what: "a second scale of several elements",
    folder: "modelopt-nvfp4-llama",
    edit: (tensors) => {
      const name = `${k}.weight_scale_2`;
      tensors.set(name, zeros(name, "F32", [2], 4));
    },
    code: "bad-shape",
    says: /k_proj\.weight_scale_2 has shape \[2\], allowed is one element/,
  },
];

describe("parts that do not make a weight", () => {
  it.each(broken)("$what ($folder)", async ({ folder, edit, code, says }) => {
    const contents = await editTensors(fixture(folder), edit);
    const { table, problems } = await openFolder(contents);
    expect(problems).toEqual([
      expect.objectContaining({
        code,
        severity: "error",
        message: expect.stringMatching(says) as string,
      }),
    ]);
    // The weight is listed by its parts, and all others are as before.
    const before = (await openFolder(fixture(folder))).table.tensors;
    const lost = before.filter(
      (weight) =>
        partsOf(weight).length > 0 &&
        !table.tensors.some((tensor) => tensor.name === weight.name && partsOf(tensor).length > 0),
    );
    expect(lost).toHaveLength(1);
    const names = table.tensors.map(({ name }) => name);
    const left = partsOf(lost[0] ?? expect.fail("nothing was lost")).map(
      ({ tensor }) => tensor.name,
    );
    const missing = left.filter((name) => !names.includes(name));
    expect(missing.length).toBeLessThanOrEqual(1);
  });

  it("names a part that no weight took", async () => {
    const contents = await editTensors(fixture("gptq-3bit-g32-asym"), (tensors) => {
      tensors.delete(`${k}.qweight`);
    });
    const { problems } = await openFolder(contents);
    expect(problems.map(({ code, key }) => [code, key])).toEqual([
      ["part-without-weight", `${k}.g_idx`],
      ["part-without-weight", `${k}.qzeros`],
      ["part-without-weight", `${k}.scales`],
    ]);
  });

  it("refuses an order that names a group that is not there, when it is read", async () => {
    const contents = await editTensors(fixture("gptq-3bit-g32-asym"), (tensors) => {
      const name = `${k}.g_idx`;
      const { buffer } = Int32Array.from({ length: 64 }, (_, i) => (i === 9 ? 1_000_000 : 0));
      tensors.set(name, { name, dtype: "I32", shape: [64], bytes: buffer });
    });
    const { reader } = await openFolder(contents);
    await expect(reader.readTensor(`${k}.weight`)).rejects.toMatchObject({
      code: "bad-value",
      message: expect.stringMatching(
        /names group 1000000, its scales have groups 0 to 1/,
      ) as string,
    });
  });
});

import { FormatError } from "../../../errors.ts";
import type { TensorInfo } from "../../tensorTable.ts";
import { toLogicalTensor } from "../logicalWeight.ts";
import { moduleOf } from "../moduleOf.ts";
import type { Fp8Config } from "../quantizationConfig.ts";
import { requireMatrix, requireType } from "../requireParts.ts";
import { requireScaleGrid, scaleLabel } from "../scaleShape.ts";
import type { QuantizationMethod } from "./quantizationMethod.ts";
import { blockKind } from "./settingKinds.ts";

/**
 * FP8 as DeepSeek, Qwen and Mistral publish it: `<name>` with `<name>_scale_inv` (`_scale` in FBGEMM's), in blocks as
 * `weight_block_size` says, else one scale a tensor or a row (layout: `decode/scaled.ts`).
 */
export const fp8Method: QuantizationMethod<Fp8Config> = {
  names: ["fp8", "fbgemm_fp8"],
  partEndings: ["_scale_inv"],
  descriptions: [],
  parse: (fields) => {
    const block = fields.read(["weight_block_size"], blockKind);
    if (block.kind === "invalid") return undefined;
    return { method: "fp8", block: block.kind === "value" ? block.value : undefined };
  },
  resolve: (config, codes, tensors) => {
    if (!isFp8(codes) || /_scale(_inv)?$/.test(codes.name)) return undefined;
    const scales = tensors.find(`${codes.name}_scale_inv`) ?? tensors.find(`${codes.name}_scale`);
    if (scales === undefined) {
      throw new FormatError(
        "missing-tensor",
        `${codes.name} is of type ${codes.dtypeName}, and its scales ${codes.name}_scale_inv are missing`,
      );
    }
    requireType(scales, ["F32", "F16", "BF16", "F8_E8M0"]);
    const matrix = requireMatrix(codes, [2, 3]);
    const block = requireScaleGrid(scales, matrix, config.block);
    return toLogicalTensor({
      name: codes.name,
      shape: codes.shape,
      label: `FP8 (${codes.dtypeName}), ${scaleLabel(matrix, block)}`,
      packing: { method: "scaled", ...block },
      parts: [
        { role: "codes", tensor: codes },
        { role: "scales", tensor: scales },
        ...tensors.withoutRole(moduleOf(codes.name, ".weight") ?? codes.name),
      ],
    });
  },
};

export function isFp8({ dtype }: TensorInfo): boolean {
  return dtype !== undefined && dtype.startsWith("F8_") && dtype !== "F8_E8M0";
}

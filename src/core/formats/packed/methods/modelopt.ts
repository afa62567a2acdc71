import { shownText } from "../../../bytes/shownText.ts";
import { FormatError } from "../../../errors.ts";
import { textKind } from "../../../models/configFields.ts";
import type { TensorInfo } from "../../tensorTable.ts";
import { toLogicalTensor } from "../logicalWeight.ts";
import { moduleOf } from "../moduleOf.ts";
import { toNvfp4 } from "../nvfp4Weight.ts";
import type { PackedTensors } from "../packedTensors.ts";
import type { ModeloptConfig } from "../quantizationConfig.ts";
import { floatTypes, requireMatrix, requireType } from "../requireParts.ts";
import { requireScaleGrid, scaleLabel } from "../scaleShape.ts";
import { isFp8 } from "./fp8.ts";
import type { QuantizationMethod } from "./quantizationMethod.ts";

/**
 * Checkpoints of TensorRT Model Optimizer: NVFP4 (`weight` U8, `weight_scale`, `weight_scale_2`) and FP8 (`weight`,
 * `weight_scale`), also side by side. Which of them a weight is, its type says; what is left out is stored plainly.
 */
export const modeloptMethod: QuantizationMethod<ModeloptConfig> = {
  names: ["modelopt", "modelopt_fp4"],
  partEndings: [".weight_scale", ".weight_scale_2"],
  descriptions: [],
  parse: (fields) => {
    const algorithm = fields.value("quant_algo", textKind);
    if (algorithm === undefined || algorithms.includes(algorithm)) return { method: "modelopt" };
    throw new FormatError(
      "unsupported",
      `modelopt's quant_algo is ${shownText(algorithm)}, read are ${algorithms.join(", ")}`,
    );
  },
  resolve: (_config, codes, tensors) => {
    const module = moduleOf(codes.name, ".weight");
    if (module === undefined) return undefined;
    if (isFp8(codes)) return toFp8(module, codes, tensors);
    if (codes.dtype !== "U8") return undefined;
    const scales = tensors.require(`${module}.weight_scale`);
    const tensor = tensors.require(`${module}.weight_scale_2`);
    const globalScale = { tensor, does: "multiplies" } as const;
    return toNvfp4({
      module,
      codes,
      scales,
      globalScale,
      element: { type: "U8", values: 2 },
      tensors,
    });
  },
};

const algorithms: readonly string[] = [
  "NVFP4",
  "FP8",
  "FP8_PER_CHANNEL_PER_TOKEN",
  "MIXED_PRECISION",
];

function toFp8(module: string, codes: TensorInfo, tensors: PackedTensors): TensorInfo {
  const scales = tensors.require(`${module}.weight_scale`);
  requireType(scales, floatTypes);
  const matrix = requireMatrix(codes);
  const block = requireScaleGrid(scales, matrix, undefined);
  return toLogicalTensor({
    name: codes.name,
    shape: codes.shape,
    label: `FP8 (${codes.dtypeName}), ${scaleLabel(matrix, block)}`,
    packing: { method: "scaled", ...block },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      ...tensors.withoutRole(module),
    ],
  });
}

import { shownText } from "../../../bytes/shownText.ts";
import { FormatError } from "../../../errors.ts";
import { textKind } from "../../../models/configFields.ts";
import { toLogicalTensor } from "../logicalWeight.ts";
import { moduleOf } from "../moduleOf.ts";
import type { BitnetConfig } from "../quantizationConfig.ts";
import { floatTypes, requireMatrix, requireOne, requireType } from "../requireParts.ts";
import type { QuantizationMethod } from "./quantizationMethod.ts";

/** BitNet: `<module>.weight` U8 and `.weight_scale` (layout: `decode/bitnet.ts`). Weights of training are plain. */
export const bitnetMethod: QuantizationMethod<BitnetConfig> = {
  names: ["bitnet"],
  partEndings: [".weight_scale"],
  descriptions: [],
  parse: (fields) => {
    const linear = fields.value("linear_class", textKind) ?? "bitlinear";
    if (linear === "autobitlinear") return { method: "bitnet", scale: "multiplies" };
    if (linear === "bitlinear") return { method: "bitnet", scale: "divides" };
    throw new FormatError(
      "unsupported",
      `BitNet's linear_class is ${shownText(linear)}, read are "bitlinear" and "autobitlinear"`,
    );
  },
  resolve: ({ scale }, codes, tensors) => {
    const module = moduleOf(codes.name, ".weight");
    if (module === undefined || codes.dtype !== "U8") return undefined;
    const { rows, columns } = requireMatrix(codes);
    const scales = tensors.require(`${module}.weight_scale`);
    requireType(scales, floatTypes);
    requireOne(scales);
    return toLogicalTensor({
      name: codes.name,
      shape: [rows * 4, columns],
      label: "BitNet 1.58-bit",
      packing: { method: "bitnet", scale },
      parts: [
        { role: "codes", tensor: codes },
        { role: "scales", tensor: scales },
        ...tensors.withoutRole(module),
      ],
    });
  },
};

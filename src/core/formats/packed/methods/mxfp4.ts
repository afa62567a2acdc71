import { MX_GROUP } from "../decode/mxGroup.ts";
import { toLogicalTensor } from "../logicalWeight.ts";
import { moduleOf } from "../moduleOf.ts";
import type { Mxfp4Config } from "../quantizationConfig.ts";
import { requireShape, requireType } from "../requireParts.ts";
import type { QuantizationMethod } from "./quantizationMethod.ts";
import { FormatError } from "../../../errors.ts";

/** MXFP4 of gpt-oss: `<name>_blocks` and `<name>_scales` of all experts of a layer (layout: `decode/mxfp4Experts.ts`). */
export const mxfp4Method: QuantizationMethod<Mxfp4Config> = {
  names: ["mxfp4"],
  partEndings: ["_scales"],
  descriptions: [],
  parse: () => ({ method: "mxfp4" }),
  resolve: (_config, codes, tensors) => {
    const name = moduleOf(codes.name, "_blocks");
    if (name === undefined) return undefined;
    requireType(codes, ["U8"]);
    const [experts = 0, outputs = 0, groups = 0, bytes] = codes.shape;
    if (codes.shape.length !== 4 || bytes !== MX_GROUP / 2 || experts * outputs * groups === 0) {
      throw new FormatError(
        "bad-shape",
        `${codes.name} has shape [${codes.shape.join(", ")}], allowed is [experts, out, groups, ${MX_GROUP / 2}]`,
      );
    }
    const scales = tensors.require(`${name}_scales`);
    requireType(scales, ["U8", "F8_E8M0"]);
    requireShape(scales, [experts, outputs, groups], `an exponent for ${MX_GROUP} values`);
    return toLogicalTensor({
      name,
      shape: [experts, groups * MX_GROUP, outputs],
      label: "MXFP4",
      packing: { method: "mxfp4-experts" },
      parts: [
        { role: "codes", tensor: codes },
        { role: "scales", tensor: scales },
      ],
    });
  },
};

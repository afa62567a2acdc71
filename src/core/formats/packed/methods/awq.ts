import { shownText } from "../../../bytes/shownText.ts";
import { FormatError } from "../../../errors.ts";
import { textKind } from "../../../models/configFields.ts";
import { toLogicalTensor } from "../logicalWeight.ts";
import { moduleOf } from "../moduleOf.ts";
import type { AwqConfig } from "../quantizationConfig.ts";
import {
  floatTypes,
  requireGroups,
  requireMatrix,
  requireShape,
  requireType,
} from "../requireParts.ts";
import type { QuantizationMethod } from "./quantizationMethod.ts";
import { groupSizeKind, oneOfKind } from "./settingKinds.ts";

/** AWQ as AutoAWQ's gemm version writes it: `<module>.qweight`, `.qzeros`, `.scales` (layout: `decode/awq.ts`). */
export const awqMethod: QuantizationMethod<AwqConfig> = {
  names: ["awq"],
  partEndings: [".qzeros", ".scales"],
  descriptions: [],
  parse: (fields) => {
    const version = fields.value("version", textKind) ?? "gemm";
    if (version.toLowerCase() !== "gemm") {
      throw new FormatError(
        "unsupported",
        `the version of AWQ is ${shownText(version)}, read is "gemm"`,
      );
    }
    const bits = fields.value("bits", oneOfKind([4]));
    const groupSize = fields.value("group_size", groupSizeKind);
    return bits === undefined || groupSize === undefined ? undefined : { method: "awq", groupSize };
  },
  resolve: (config, codes, tensors) => {
    const module = moduleOf(codes.name, ".qweight");
    if (module === undefined) return undefined;
    requireType(codes, ["I32", "U32"]);
    const { rows: inputs, columns: words } = requireMatrix(codes);
    const size = config.groupSize === -1 ? inputs : config.groupSize;
    const groups = requireGroups(codes.name, inputs, size);
    const why = `${inputs} inputs in groups of ${size}, ${words * 8} outputs`;
    const scales = tensors.require(`${module}.scales`);
    requireType(scales, floatTypes);
    requireShape(scales, [groups, words * 8], why);
    const zeros = tensors.require(`${module}.qzeros`);
    requireType(zeros, ["I32", "U32"]);
    requireShape(zeros, [groups, words], why);
    return toLogicalTensor({
      name: `${module}.weight`,
      shape: [words * 8, inputs],
      label: `AWQ 4-bit, group ${size}`,
      packing: { method: "awq", groupSize: size },
      parts: [
        { role: "codes", tensor: codes },
        { role: "scales", tensor: scales },
        { role: "zero points", tensor: zeros },
        ...tensors.withoutRole(module),
      ],
    });
  },
};

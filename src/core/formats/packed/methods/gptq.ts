import { shownText } from "../../../bytes/shownText.ts";
import { FormatError } from "../../../errors.ts";
import { membersOf } from "../../../json/jsonNode.ts";
import { ConfigFields, switchKind, textKind } from "../../../models/configFields.ts";
import type { TensorInfo } from "../../tensorTable.ts";
import { optionalPart, toLogicalTensor } from "../logicalWeight.ts";
import { moduleOf } from "../moduleOf.ts";
import type { PackedTensors } from "../packedTensors.ts";
import { ModulePatterns } from "../patterns/modulePatterns.ts";
import type { GptqConfig, GptqSettings } from "../quantizationConfig.ts";
import {
  floatTypes,
  requireGroups,
  requireMatrix,
  requireShape,
  requireType,
} from "../requireParts.ts";
import type { QuantizationMethod } from "./quantizationMethod.ts";
import { groupSizeKind, oneOfKind } from "./settingKinds.ts";

/**
 * GPTQ as AutoGPTQ and GPTQModel write it: `<module>.qweight`, `.qzeros`, `.scales` and often `.g_idx`
 * (layout: `decode/gptq.ts`). Files without `quant_method` are the oldest; they are v1.
 */
export const gptqMethod: QuantizationMethod<GptqConfig> = {
  names: ["gptq"],
  partEndings: [".qzeros", ".scales", ".g_idx"],
  descriptions: [],
  parse: (fields) => {
    const bits = fields.value("bits", bitsKind);
    const groupSize = fields.value("group_size", groupSizeKind);
    if (bits === undefined || groupSize === undefined) return undefined;
    const settings = { bits, groupSize };
    return {
      method: "gptq",
      ...settings,
      zeroOffset: readOffset(fields),
      dynamic: readDynamic(fields, settings),
    };
  },
  resolve: (config, tensor, tensors) => {
    const module = moduleOf(tensor.name, ".qweight");
    if (module === undefined) return undefined;
    const rule = config.dynamic.find(({ takes }) => takes(module));
    const settings = rule === undefined ? config : rule.settings;
    if (settings === undefined) {
      throw new FormatError(
        "bad-value",
        `${tensor.name} is there, though \`dynamic\` of the config leaves its module unquantised`,
      );
    }
    return resolveModule({ module, codes: tensor, tensors }, settings, config.zeroOffset);
  },
};

const bitsKind = oneOfKind([2, 3, 4, 8]);

interface Place {
  readonly module: string;
  readonly codes: TensorInfo;
  readonly tensors: PackedTensors;
}

function resolveModule(
  { module, codes, tensors }: Place,
  { bits, groupSize }: GptqSettings,
  zeroOffset: 0 | 1,
): TensorInfo {
  requireType(codes, ["I32", "U32"]);
  const { rows, columns: outputs } = requireMatrix(codes);
  const inputs = (rows * 32) / bits;
  if (!Number.isInteger(inputs)) {
    throw new FormatError(
      "bad-shape",
      `${codes.name} has ${rows} rows of 32 bits, which codes of ${bits} bits do not fill`,
    );
  }
  const size = groupSize === -1 ? inputs : groupSize;
  const groups = requireGroups(codes.name, inputs, size);
  const why = `${inputs} inputs of ${bits} bits in groups of ${size}, ${outputs} outputs`;
  const scales = tensors.require(`${module}.scales`);
  requireType(scales, floatTypes);
  requireShape(scales, [groups, outputs], why);
  const zeros = tensors.require(`${module}.qzeros`);
  requireType(zeros, ["I32", "U32"]);
  requireShape(zeros, [groups, Math.ceil((outputs * bits) / 32)], why);
  const order = tensors.find(`${module}.g_idx`);
  if (order !== undefined) {
    requireType(order, ["I32", "I64"]);
    requireShape(order, [inputs], why);
  }
  return toLogicalTensor({
    name: `${module}.weight`,
    shape: [outputs, inputs],
    label: `GPTQ ${bits}-bit, ${groupSize === -1 ? "a group a row" : `group ${size}`}`,
    packing: { method: "gptq", bits, groupSize: size, zeroOffset },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      { role: "zero points", tensor: zeros },
      ...optionalPart("order", order),
      ...tensors.withoutRole(module),
    ],
  });
}

/** @throws FormatError `unsupported` for layouts that a kernel of a GPU wants. */
function readOffset(fields: ConfigFields): 0 | 1 {
  const format = fields.value("checkpoint_format", textKind) ?? "gptq";
  const isMarlin = fields.value("is_marlin_format", switchKind) ?? false;
  if (format === "gptq_v2") return 0;
  if (format === "gptq" && !isMarlin) return 1;
  throw new FormatError(
    "unsupported",
    `GPTQ's checkpoint_format is ${shownText(isMarlin ? "marlin" : format)}, read are "gptq" and "gptq_v2"`,
  );
}

/** "+:pattern" or a bare pattern changes settings, "-:pattern" leaves modules as they are. */
function readDynamic(fields: ConfigFields, base: GptqSettings): GptqConfig["dynamic"] {
  const patterns = new ModulePatterns();
  return membersOf(fields.node("dynamic")).map(({ name, value }) => {
    const takes = patterns.compile(name.replace(/^[+-]:/, ""));
    if (name.startsWith("-:")) return { takes, settings: undefined };
    const rule = new ConfigFields(value, fields.problems, `dynamic.${name}.`);
    return {
      takes,
      settings: {
        bits: rule.value("bits", bitsKind) ?? base.bits,
        groupSize: rule.value("group_size", groupSizeKind) ?? base.groupSize,
      },
    };
  });
}

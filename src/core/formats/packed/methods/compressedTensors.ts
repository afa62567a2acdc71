import { FormatError } from "../../../errors.ts";
import { shownText } from "../../../bytes/shownText.ts";
import { membersOf } from "../../../json/jsonNode.ts";
import {
  ConfigFields,
  switchKind,
  textKind,
  textsKind,
  wholeKind,
} from "../../../models/configFields.ts";
import { findGroup } from "../findGroup.ts";
import { ModulePatterns } from "../patterns/modulePatterns.ts";
import type {
  CompressedGroup,
  CompressedTargets,
  CompressedTensorsConfig,
} from "../quantizationConfig.ts";
import { resolveCompressed } from "../resolveCompressed.ts";
import { moduleOf } from "../moduleOf.ts";
import type { QuantizationMethod } from "./quantizationMethod.ts";
import { blockKind, groupSizeKind } from "./settingKinds.ts";

/**
 * compressed-tensors: `config_groups` say for targets how their weights are packed, `ignore` what is left as it is.
 * `<module>.weight_packed` or `.weight`, with `.weight_scale` and more (layouts: `decode/packedInts.ts`, `scaled.ts`,
 * `nvfp4.ts`, `mxfp4.ts`). Source: compressed-tensors 0.20, `utils/match.py` and `compressors`.
 */
export const compressedTensorsMethod: QuantizationMethod<CompressedTensorsConfig> = {
  names: ["compressed-tensors", "compressed_tensors"],
  partEndings: [
    ".weight_packed",
    ".weight_scale",
    ".weight_zero_point",
    ".weight_shape",
    ".weight_global_scale",
  ],
  descriptions: [".weight_shape"],
  parse: (fields) => {
    const format = fields.value("format", textKind) ?? "dense";
    const patterns = new ModulePatterns();
    const members = membersOf(fields.node("config_groups"));
    const groups = members.flatMap(({ name, value }) => {
      const group = new ConfigFields(value, fields.problems, `config_groups.${name}.`);
      const read = readGroup(group, { format, patterns });
      return read === undefined ? [] : [read];
    });
    const ignore = readTargets(fields, "ignore", patterns);
    return { method: "compressed-tensors", groups, ignore };
  },
  resolve: (config, codes, tensors) => {
    const module = moduleOf(codes.name, ".weight_packed") ?? moduleOf(codes.name, ".weight");
    if (module === undefined) return undefined;
    const isPacked = codes.name.endsWith(".weight_packed");
    if (!isPacked && !isByteType(codes.dtypeName)) return undefined;
    const group = findGroup(config, module);
    if (group !== undefined) return resolveCompressed({ module, codes, tensors }, group);
    if (!isPacked) return undefined;
    throw new FormatError(
      "bad-value",
      `${codes.name} is packed, and no config group is for its module`,
    );
  },
};

function isByteType(dtypeName: string): boolean {
  return dtypeName === "I8" || dtypeName === "U8" || dtypeName.startsWith("F8_");
}

/** `undefined` for a group that quantises no weights. */
function readGroup(
  fields: ConfigFields,
  { format, patterns }: { readonly format: string; readonly patterns: ModulePatterns },
): CompressedGroup | undefined {
  const weightsNode = fields.node("weights");
  if (weightsNode?.type !== "object") return undefined;
  const weights = new ConfigFields(weightsNode, fields.problems, "weights.");
  const groupSize = weights.value("group_size", groupSizeKind);
  return {
    targets: readTargets(fields, "targets", patterns),
    format: fields.value("format", textKind) ?? format,
    bits: weights.value("num_bits", wholeKind(1, 16)) ?? 8,
    type: readType(weights),
    strategy: weights.value("strategy", textKind) ?? (groupSize === undefined ? "tensor" : "group"),
    groupSize,
    block: weights.value("block_structure", blockKind),
    symmetric: weights.value("symmetric", switchKind) ?? true,
  };
}

/** @throws FormatError `unsupported`. */
function readType(weights: ConfigFields): "int" | "float" {
  const type = weights.value("type", textKind) ?? "int";
  if (type === "int" || type === "float") return type;
  throw new FormatError(
    "unsupported",
    `the type of weights is ${shownText(type)}, read are "int" and "float"`,
  );
}

/** @throws FormatError `unsupported` for a pattern that is none. */
function readTargets(
  fields: ConfigFields,
  key: string,
  patterns: ModulePatterns,
): CompressedTargets {
  const texts = fields.value(key, textsKind) ?? [];
  const isPattern = (text: string): boolean => text.startsWith("re:");
  return {
    names: new Set(texts.filter((text) => !isPattern(text))),
    patterns: texts.filter(isPattern).map((text) => patterns.compile(text.slice("re:".length))),
  };
}

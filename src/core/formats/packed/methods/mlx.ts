import { FormatError } from "../../../errors.ts";
import { shownText } from "../../../bytes/shownText.ts";
import { membersOf } from "../../../json/jsonNode.ts";
import { ConfigFields, textKind } from "../../../models/configFields.ts";
import type { TensorInfo } from "../../tensorTable.ts";
import { toLogicalTensor } from "../logicalWeight.ts";
import { moduleOf } from "../moduleOf.ts";
import { toMxWeight } from "../mxWeight.ts";
import { toNvfp4 } from "../nvfp4Weight.ts";
import type { PackedTensors } from "../packedTensors.ts";
import type { MlxConfig, MlxSettings } from "../quantizationConfig.ts";
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
 * MLX: `<module>.weight` U32, `.scales` and `.biases` (layout: `decode/affine.ts`), or a mode without biases (`decode/mxfp4.ts`, `mxfp8.ts`,
 * `nvfp4.ts`). What
 * the config says for a module by name comes before what it says for all.
 */
export const mlxMethod: QuantizationMethod<MlxConfig> = {
  names: ["mlx"],
  partEndings: [".scales", ".biases"],
  descriptions: [],
  parse: (fields) => {
    const settings = readSettings(fields, undefined);
    if (settings === undefined) return undefined;
    const modules = fields.names.flatMap((name): [string, MlxSettings][] => {
      const node = fields.node(name);
      if (membersOf(node).length === 0) return [];
      const own = readSettings(new ConfigFields(node, fields.problems, `${name}.`), settings);
      return own === undefined ? [] : [[name, own]];
    });
    return { method: "mlx", settings, modules: new Map(modules) };
  },
  resolve: (config, codes, tensors) => {
    const module = moduleOf(codes.name, ".weight");
    if (module === undefined || codes.dtype !== "U32") return undefined;
    const settings = config.modules.get(module) ?? config.settings;
    const scales = tensors.require(`${module}.scales`);
    return toWeight({ module, codes, scales, tensors }, settings);
  },
};

interface MlxParts {
  readonly module: string;
  readonly codes: TensorInfo;
  readonly scales: TensorInfo;
  readonly tensors: PackedTensors;
}

/** @throws FormatError where the parts do not make a weight, `unsupported` for another mode. */
function toWeight(parts: MlxParts, settings: MlxSettings): TensorInfo {
  switch (settings.mode) {
    case "affine":
      return toAffine(parts, settings);
    case "mxfp4":
      return toMxWeight({ ...parts, kind: "mxfp4", element: { type: "U32", values: 8 } });
    case "mxfp8":
      return toMxWeight({ ...parts, kind: "mxfp8", element: { type: "U32", values: 4 } });
    case "nvfp4":
      return toNvfp4({ ...parts, globalScale: undefined, element: { type: "U32", values: 8 } });
    default:
      throw new FormatError(
        "unsupported",
        `${parts.codes.name} is of MLX's mode ${shownText(settings.mode)}, read are affine, mxfp4, mxfp8 and nvfp4`,
      );
  }
}

function toAffine(
  { module, codes, scales, tensors }: MlxParts,
  { bits, groupSize }: MlxSettings,
): TensorInfo {
  const { leading, rows, columns } = requireMatrix(codes, [2, 3]);
  const inputs = (columns * 32) / bits;
  if (!Number.isInteger(inputs)) {
    throw new FormatError(
      "bad-shape",
      `${codes.name} has rows of ${columns} words of 32 bits, which codes of ${bits} bits do not fill`,
    );
  }
  const size = groupSize === -1 ? inputs : groupSize;
  const groups = [...leading, rows, requireGroups(codes.name, inputs, size)];
  const why = `${inputs} inputs of ${bits} bits in groups of ${size}`;
  const biases = tensors.require(`${module}.biases`);
  for (const part of [scales, biases]) {
    requireType(part, floatTypes);
    requireShape(part, groups, why);
  }
  return toLogicalTensor({
    name: codes.name,
    shape: [...leading, rows, inputs],
    label: `MLX ${bits}-bit, group ${size}`,
    packing: { method: "affine", bits, groupSize: size },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      { role: "biases", tensor: biases },
    ],
  });
}

function readSettings(
  fields: ConfigFields,
  base: MlxSettings | undefined,
): MlxSettings | undefined {
  const mode = fields.value("mode", textKind) ?? base?.mode ?? "affine";
  const bits = fields.value("bits", oneOfKind([2, 3, 4, 5, 6, 8])) ?? base?.bits;
  const groupSize = fields.value("group_size", groupSizeKind) ?? base?.groupSize;
  return bits === undefined || groupSize === undefined ? undefined : { mode, bits, groupSize };
}

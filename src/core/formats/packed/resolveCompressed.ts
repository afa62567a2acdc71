import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { DType, TensorInfo } from "../tensorTable.ts";
import { optionalPart, toLogicalTensor } from "./logicalWeight.ts";
import { toMxWeight } from "./mxWeight.ts";
import { toNvfp4 } from "./nvfp4Weight.ts";
import type { CompressedGroup } from "./quantizationConfig.ts";
import {
  floatTypes,
  requireGroups,
  requireMatrix,
  requireShape,
  requireType,
} from "./requireParts.ts";
import type { CompressedPlace } from "./compressedPlace.ts";
import { requireZeroPoints, unusedZeroPoints } from "./zeroPoints.ts";
import { resolvePackedInts } from "./resolvePackedInts.ts";
import { requireScaleGrid, scaleLabel } from "./scaleShape.ts";

/**
 * The logical weight of one module of compressed-tensors.
 * @throws FormatError where the parts do not make a weight, `unsupported` for a format that is not read.
 */
export function resolveCompressed(place: CompressedPlace, group: CompressedGroup): TensorInfo {
  switch (group.format) {
    case "pack-quantized":
      return resolvePackedInts(place, group);
    case "int-quantized":
    case "float-quantized":
    case "naive-quantized":
      return resolveScaled(place, group);
    case "nvfp4-pack-quantized":
      return resolveNvfp4(place);
    case "mxfp4-pack-quantized":
      return resolveMx(place, "mxfp4");
    case "mxfp8-quantized":
      return resolveMx(place, "mxfp8");
    default:
      throw new FormatError(
        "unsupported",
        `${place.codes.name} is of the format ${shownText(group.format)}, read are ${readFormats.join(", ")}`,
      );
  }
}

const readFormats = [
  ...["pack-quantized", "int-quantized", "float-quantized", "naive-quantized"],
  ...["nvfp4-pack-quantized", "mxfp4-pack-quantized", "mxfp8-quantized"],
];

function resolveNvfp4({ module, codes, tensors }: CompressedPlace): TensorInfo {
  const scales = tensors.require(`${module}.weight_scale`);
  const tensor = tensors.require(`${module}.weight_global_scale`);
  const globalScale = { tensor, does: "divides" } as const;
  return toNvfp4({
    module,
    codes,
    scales,
    globalScale,
    element: { type: "U8", values: 2 },
    tensors,
  });
}

function resolveMx(
  { module, codes, tensors }: CompressedPlace,
  kind: "mxfp4" | "mxfp8",
): TensorInfo {
  const scales = tensors.require(`${module}.weight_scale`);
  const element =
    kind === "mxfp4"
      ? ({ type: "U8", values: 2 } as const)
      : ({ type: "F8_E4M3", values: 1 } as const);
  return toMxWeight({ module, kind, codes, scales, element, tensors });
}

function resolveScaled(
  { module, codes, tensors }: CompressedPlace,
  group: CompressedGroup,
): TensorInfo {
  const types: readonly DType[] = group.type === "int" ? ["I8"] : ["F8_E4M3", "F8_E5M2"];
  requireType(codes, types);
  const matrix = requireMatrix(codes, [2, 3]);
  const scales = tensors.require(`${module}.weight_scale`);
  requireType(scales, floatTypes);
  const block = requireScaleGrid(scales, matrix, blockOf(codes.name, matrix.columns, group));
  const zeros = requireZeroPoints({ module, codes, tensors }, group);
  if (zeros !== undefined) {
    requireType(zeros, [...types, "I32"]);
    requireShape(zeros, scales.shape, "a zero point for each scale");
  }
  const name = group.type === "int" ? `int${group.bits}` : `FP8 (${codes.dtypeName})`;
  return toLogicalTensor({
    name: `${module}.weight`,
    shape: codes.shape,
    label: `${name}, ${scaleLabel(matrix, block)}`,
    packing: { method: "scaled", ...block },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      ...optionalPart("zero points", zeros),
      ...unusedZeroPoints({ module, codes, tensors }, group),
      ...tensors.withoutRole(module),
    ],
  });
}

/** `undefined` where the shape of the scales says it: one for all, or one a row. */
function blockOf(
  name: string,
  columns: number,
  { strategy, groupSize, block }: CompressedGroup,
): readonly [number, number] | undefined {
  if (strategy === "tensor" || strategy === "channel") return undefined;
  if (strategy === "block" && block !== undefined) return block;
  if (strategy === "group" && groupSize !== undefined && groupSize > 0) {
    requireGroups(name, columns, groupSize);
    return [1, groupSize];
  }
  throw new FormatError(
    "unsupported",
    `${name} is quantised by ${shownText(strategy)}, read are tensor, channel, group (with its size) and block (with its structure)`,
  );
}

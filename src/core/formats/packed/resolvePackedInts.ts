import { FormatError } from "../../errors.ts";
import type { TensorInfo } from "../tensorTable.ts";
import type { CompressedPlace } from "./compressedPlace.ts";
import { optionalPart, toLogicalTensor } from "./logicalWeight.ts";
import type { PackedIntsPacking } from "./packing.ts";
import type { CompressedGroup } from "./quantizationConfig.ts";
import {
  floatTypes,
  isSame,
  requireGroups,
  requireMatrix,
  requireShape,
  requireType,
} from "./requireParts.ts";
import { requireZeroPoints, unusedZeroPoints } from "./zeroPoints.ts";

/**
 * A weight of `pack-quantized` (layout: `decode/packedInts.ts`). Its width is that of `weight_shape`, since the last
 * word of a row may be partial.
 * @throws FormatError where the parts do not make a weight.
 */
export function resolvePackedInts(place: CompressedPlace, group: CompressedGroup): TensorInfo {
  const { module, codes, tensors } = place;
  const { bits } = group;
  const { rows, columns } = requirePackedShape(place, bits);
  const groupSize = groupSizeOf(codes.name, columns, group);
  const groups = columns / groupSize;
  const why = `${rows} rows of ${columns} inputs in groups of ${groupSize}`;
  const scales = tensors.require(`${module}.weight_scale`);
  requireType(scales, floatTypes);
  requireShape(scales, [rows, groups], why);
  const zeroPoints = requireZeroPoints(place, group);
  const order = tensors.find(`${module}.weight_g_idx`);
  if (order !== undefined) {
    requireType(order, ["I32", "I64"]);
    requireShape(order, [columns], "a group for each input");
  }
  const zeros = zeroPoints === undefined ? "none" : zerosOf(zeroPoints, { rows, groups, bits });
  return toLogicalTensor({
    name: `${module}.weight`,
    shape: [rows, columns],
    label: `int${bits}, ${groups === 1 ? "a scale a row" : `group ${groupSize}`}${group.symmetric ? "" : ", asymmetric"}`,
    packing: { method: "packed-ints", bits, groupSize, zeros },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      ...optionalPart("zero points", zeroPoints),
      ...optionalPart("order", order),
      { role: "shape", tensor: tensors.require(`${module}.weight_shape`) },
      ...unusedZeroPoints(place, group),
      ...tensors.withoutRole(module),
    ],
  });
}

/** The shape that `weight_shape` says, held against the words there are. */
function requirePackedShape(
  { module, codes, tensors }: CompressedPlace,
  bits: number,
): { readonly rows: number; readonly columns: number } {
  if (bits > 8) {
    throw new FormatError(
      "bad-value",
      `${codes.name} has codes of ${bits} bits, allowed are 1 to 8`,
    );
  }
  requireType(codes, ["I32"]);
  const words = requireMatrix(codes);
  const part = tensors.require(`${module}.weight_shape`);
  requireType(part, ["I64", "I32"]);
  requireShape(part, [2], "two sizes");
  const bytes = tensors.contents(part).slice().buffer;
  const [rows = 0, columns = 0] =
    part.dtype === "I64"
      ? Array.from(new BigInt64Array(bytes), Number)
      : Array.from(new Int32Array(bytes));
  if (rows === words.rows && columns > 0 && Math.ceil((columns * bits) / 32) === words.columns) {
    return { rows, columns };
  }
  throw new FormatError(
    "bad-shape",
    `${part.name} says [${rows}, ${columns}], the ${words.columns} words of each of ${words.rows} rows of ${codes.name} hold up to ${Math.floor((words.columns * 32) / bits)} codes of ${bits} bits`,
  );
}

function groupSizeOf(
  name: string,
  columns: number,
  { strategy, groupSize }: CompressedGroup,
): number {
  if (strategy === "channel" || (strategy === "group" && groupSize === -1)) return columns;
  if (strategy === "group" && groupSize !== undefined) {
    requireGroups(name, columns, groupSize);
    return groupSize;
  }
  throw new FormatError(
    "unsupported",
    `${name} is packed by "${strategy}", read are channel and group with its size`,
  );
}

/** Packed along the output in words, or a byte each. */
function zerosOf(
  tensor: TensorInfo,
  { rows, groups, bits }: { readonly rows: number; readonly groups: number; readonly bits: number },
): PackedIntsPacking["zeros"] {
  requireType(tensor, ["I32", "I8"]);
  const packed = [Math.ceil((rows * bits) / 32), groups];
  if (tensor.dtype === "I32" && isSame(tensor.shape, packed)) return "packed";
  if (tensor.dtype === "I8" && isSame(tensor.shape, [rows, groups])) return "plain";
  throw new FormatError(
    "bad-shape",
    `${tensor.name} has shape [${tensor.shape.join(", ")}], allowed is [${packed.join(", ")}] packed, or [${rows}, ${groups}] of I8`,
  );
}

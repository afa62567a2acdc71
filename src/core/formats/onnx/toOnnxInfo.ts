import type { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { elementCount, parseDType } from "../dtype.ts";
import type { TensorInfo } from "../tensorTable.ts";
import type { OnnxTensor } from "./onnxTensor.ts";
import { onnxType, type OnnxType } from "./onnxTypes.ts";
import type { ByteRange } from "./protobuf.ts";

/** Where values are, or why they cannot be had, as the end of a sentence. */
type Values = Pick<TensorInfo, "file" | "offset" | "storage"> | { readonly missing: string };

/**
 * An initialiser as a tensor. One whose values are not where they should be is listed and cannot be read; one
 * without numbers or a shape is left out.
 */
export function toOnnxInfo(
  tensor: OnnxTensor,
  { name, file }: { readonly name: string; readonly file: string },
  problems: ProblemList,
): TensorInfo | undefined {
  const type = onnxType(tensor.type);
  const count = elementCount(tensor.shape);
  const fault =
    type === undefined
      ? `is of type ${tensor.type === STRING ? "STRING" : tensor.type}, and only numbers are read`
      : !Number.isSafeInteger(count * 16) || tensor.isTooMuch
        ? `has a shape or pieces that no tensor can have`
        : undefined;
  if (type === undefined || fault !== undefined) {
    const message = `${shownText(name)} ${fault ?? ""}; it is left out`;
    problems.add("skipped-tensor", "warning", message, { key: name });
    return undefined;
  }
  const byteLength = Math.ceil((count * type.bits) / 8);
  const plain = { name, dtype: parseDType(type.name), dtypeName: type.name, shape: tensor.shape };
  const values = valuesOf(tensor, { type, count, byteLength, file });
  if (!("missing" in values)) return { ...plain, byteLength, ...values };
  const reason = values.missing;
  problems.add("missing-data", "error", `${shownText(name)} ${reason}`, { key: name });
  return { ...plain, file, offset: 0, byteLength, storage: { kind: "missing", reason } };
}

const STRING = 8;

interface Wanted {
  readonly type: OnnxType;
  readonly count: number;
  readonly byteLength: number;
  readonly file: string;
}

function valuesOf(tensor: OnnxTensor, wanted: Wanted): Values {
  const { type, byteLength, file } = wanted;
  if (tensor.isExternal || tensor.external.size > 0) return externalValues(tensor, byteLength);
  const pieces = tensor.typed.get(type.field) ?? [];
  if (tensor.raw !== undefined && tensor.raw.length > 0) return plainValues(tensor.raw, wanted);
  const [first] = pieces;
  if (byteLength === 0) return { file, offset: tensor.raw?.offset ?? 0 };
  if (first === undefined) return { missing: "has no values" };
  if (type.encoding === "fixed" && pieces.length === 1) return plainValues(first, wanted);
  return pieceValues(pieces, wanted);
}

function plainValues({ offset, length }: ByteRange, { byteLength, file }: Wanted): Values {
  if (length === byteLength) return { file, offset };
  return { missing: `needs ${byteLength} bytes and has ${length}` };
}

function pieceValues(pieces: readonly ByteRange[], wanted: Wanted): Values {
  const { type, count, byteLength, file } = wanted;
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  // A number of variable length has one byte at least and ten at most.
  const fits =
    type.encoding === "fixed" ? length === byteLength : length >= count && length <= count * 10;
  if (!fits || type.bits < 8) {
    return { missing: `has ${length} bytes for ${count} values of ${type.name}` };
  }
  const storage = { kind: "fields", encoding: type.encoding, pieces } as const;
  return { file, offset: pieces[0]?.offset ?? 0, storage };
}

function externalValues({ external }: OnnxTensor, byteLength: number): Values {
  const location = external.get("location") ?? "";
  const offset = external.get("offset") ?? "0";
  const length = external.get("length") ?? String(byteLength);
  if (!isBeside(location)) {
    return {
      missing: `is said to be in ${shownText(location)}, which is no file beside the model`,
    };
  }
  const isPlace = /^\d{1,15}$/.test(offset) && Number(length) === byteLength;
  if (!isPlace) {
    return {
      missing: `needs ${byteLength} bytes, and is said to have ${shownText(length)} at ${shownText(offset)} of ${shownText(location)}`,
    };
  }
  return { file: location, offset: Number(offset) };
}

/** A path below the model's folder: no root, no drive or scheme, no way up, no characters of other separators. */
function isBeside(location: string): boolean {
  if (location.length > 1024 || /[\\:\u0000-\u001f]/.test(location)) return false;
  return location.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

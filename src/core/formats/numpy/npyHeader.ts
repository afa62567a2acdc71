import { decodeStrictly } from "../../bytes/decodeText.ts";
import { NPY_HEADER_LIMIT, TENSOR_RANK_LIMIT } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";
import { elementCount } from "../dtype.ts";
import { parseNpyType, type NpyType } from "./npyType.ts";
import { parsePythonLiteral, type PythonLiteral } from "./pythonLiteral.ts";

/** What stands before the elements of an array. */
export interface NpyHeader {
  readonly type: NpyType;
  readonly shape: readonly number[];
  /** Elements; exact. */
  readonly count: number;
  /** In elements: those of C or Fortran order. */
  readonly strides: readonly number[];
  /** First byte of the elements. */
  readonly dataStart: number;
}

/** Bytes that are enough for any header that is read. */
export const NPY_HEAD_BYTES = 12 + NPY_HEADER_LIMIT;

/**
 * | bytes | what |
 * |---|---|
 * | 0–5 | `\x93NUMPY` |
 * | 6, 7 | version: 1.0, 2.0 or 3.0 |
 * | 8, 9 (8–11 from 2.0 on) | length of the header, little endian |
 * | then | a Python literal {descr, fortran_order, shape}, in UTF-8 from 3.0 on |
 *
 * Source: numpy/lib/format.py.
 * @param head the first `NPY_HEAD_BYTES`, or all there is.
 * @throws FormatError `bad-magic`, `truncated`, `limit-exceeded`, `bad-header`, `bad-shape`; `unsupported` for
 * elements that are no numbers.
 */
export function parseNpyHeader(head: Uint8Array, file: string): NpyHeader {
  const { text, dataStart } = headerText(head, file);
  const fields = named(file, () => parsePythonLiteral(text));
  const field = (name: string): PythonLiteral | undefined =>
    fields instanceof Map ? (fields as ReadonlyMap<string, PythonLiteral>).get(name) : undefined;
  const descr = field("descr");
  const isFortran = field("fortran_order");
  const shape = field("shape");
  if (descr === undefined || typeof isFortran !== "boolean" || !isNumbers(shape)) {
    const message = `${file}: its header is not {descr, fortran_order: True or False, shape: whole numbers}`;
    throw new FormatError("bad-header", message, { offset: HEADER_AT });
  }
  const count = countOf(shape, file);
  const type = typeof descr === "string" ? parseNpyType(descr) : undefined;
  if (type === undefined) {
    const message = `${file} has ${kindOf(descr)}, and only numbers are read`;
    throw new FormatError("unsupported", message, { offset: HEADER_AT });
  }
  return { type, shape, count, strides: stridesOf(shape, isFortran ? "F" : "C"), dataStart };
}

const MAGIC = "\u0093NUMPY";
const HEADER_AT = 8;

function headerText(
  head: Uint8Array,
  file: string,
): { readonly text: string; readonly dataStart: number } {
  const hasMagic = Array.from(MAGIC).every((char, i) => head[i] === char.charCodeAt(0));
  if (!hasMagic) {
    throw new FormatError("bad-magic", `${file} does not begin as a NumPy array`, { offset: 0 });
  }
  const version = head[6] ?? 0;
  if (version < 1 || version > 3) {
    const message = `${file} is of version ${version} of the format; 1 to 3 are known`;
    throw new FormatError("unsupported", message, { offset: 6 });
  }
  const start = version === 1 ? HEADER_AT + 2 : HEADER_AT + 4;
  const length = headerLength(head, start);
  if (length > NPY_HEADER_LIMIT) {
    const message = `${file}: its header is said to have ${length} bytes, ${NPY_HEADER_LIMIT} are allowed`;
    throw new FormatError("limit-exceeded", message, { offset: HEADER_AT });
  }
  if (start + length > head.length) {
    const message = `${file} ends inside its header`;
    throw new FormatError("truncated", message, { offset: head.length });
  }
  const bytes = head.subarray(start, start + length);
  const text = version === 3 ? decodeStrictly(bytes) : new TextDecoder("latin1").decode(bytes);
  if (text !== undefined) return { text, dataStart: start + length };
  throw new FormatError("bad-encoding", `${file}: its header is not UTF-8`, { offset: start });
}

/** Two bytes in version 1, four from then on; 0 where the file ends before them. */
function headerLength(head: Uint8Array, start: number): number {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < start) return 0;
  return start === HEADER_AT + 2
    ? view.getUint16(HEADER_AT, true)
    : view.getUint32(HEADER_AT, true);
}

function named<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const offset = HEADER_AT + (error.offset ?? 0);
    const message = `${file}: its header is no literal: ${error.message}`;
    throw new FormatError(error.code, message, { offset, cause: error });
  }
}

function isNumbers(shape: PythonLiteral | undefined): shape is readonly number[] {
  return Array.isArray(shape) && shape.every((size) => typeof size === "number");
}

function countOf(shape: readonly number[], file: string): number {
  const isShape =
    shape.length <= TENSOR_RANK_LIMIT &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  const count = elementCount(shape);
  // Times 128 bits an element, too, so that sizes in bytes are exact.
  if (isShape && Number.isSafeInteger(count * 16)) return count;
  const shown = shape.slice(0, 8).join(", ");
  const message = `${file}: its shape (${shown}) is none that an array can have`;
  throw new FormatError("bad-shape", message, { offset: HEADER_AT });
}

function kindOf(descr: PythonLiteral): string {
  if (typeof descr !== "string") return "records";
  const kind = descr.replace(/^[<>=|]/, "")[0] ?? "";
  return kinds.get(kind) ?? `elements of type ${JSON.stringify(descr.slice(0, 40))}`;
}

const kinds: ReadonlyMap<string, string> = new Map([
  ["O", "objects, which are a pickle"],
  ["U", "texts"],
  ["S", "texts"],
  ["V", "records or bytes without a meaning"],
  ["M", "dates"],
  ["m", "spans of time"],
]);

function stridesOf(shape: readonly number[], order: "C" | "F"): readonly number[] {
  const strides = shape.map(() => 1);
  let step = 1;
  for (let i = 0; i < shape.length; i++) {
    const axis = order === "F" ? i : shape.length - 1 - i;
    strides[axis] = step;
    step *= shape[axis] ?? 1;
  }
  return strides;
}

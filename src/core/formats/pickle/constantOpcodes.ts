import { decodeStrictly } from "../../bytes/decodeText.ts";
import { PICKLE_LONG_BYTES } from "../../bytes/limits.ts";
import type { Opcode } from "./opcode.ts";
import type { PickleMachine } from "./pickleMachine.ts";

/** Numbers, texts and bytes. */
export const constantOpcodes: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  [0x4e, (m) => m.push(null)], // NONE
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4b, (m) => m.push(m.input.u8())], // BININT1
  [0x4d, (m) => m.push(m.input.u16())], // BININT2
  [0x4a, (m) => m.push(m.input.i32())], // BININT
  [0x47, (m) => m.push(m.input.f64())], // BINFLOAT
  [0x8a, (m) => pushLong(m, m.input.u8())], // LONG1
  [0x8b, (m) => pushLong(m, m.input.i32())], // LONG4
  [0x49, pushInt], // INT
  [0x4c, pushDecimalLong], // LONG
  [0x46, pushFloat], // FLOAT
  [0x53, pushQuoted], // STRING
  [0x55, (m) => pushText(m, m.input.u8())], // SHORT_BINSTRING
  [0x54, (m) => pushText(m, m.input.i32())], // BINSTRING
  [0x56, pushEscaped], // UNICODE
  [0x8c, (m) => pushText(m, m.input.u8())], // SHORT_BINUNICODE
  [0x58, (m) => pushText(m, m.input.u32())], // BINUNICODE
  [0x8d, (m) => pushText(m, m.input.u64())], // BINUNICODE8
  [0x43, (m) => pushBytes(m, m.input.u8())], // SHORT_BINBYTES
  [0x42, (m) => pushBytes(m, m.input.u32())], // BINBYTES
  [0x8e, (m) => pushBytes(m, m.input.u64())], // BINBYTES8
  [0x96, (m) => pushBytes(m, m.input.u64())], // BYTEARRAY8
]);

function pushBytes(machine: PickleMachine, length: number): void {
  const { offset } = machine.input;
  machine.pushNew({ kind: "bytes", bytes: machine.input.take(length), offset });
}

function pushText(machine: PickleMachine, length: number): void {
  machine.pushNew(toText(machine.input.take(length)));
}

/** Texts of Python 2 may be of any encoding; each byte then stands for itself. */
function toText(bytes: Uint8Array): string {
  const text = decodeStrictly(bytes);
  return text ?? new TextDecoder("latin1").decode(bytes);
}

/** Two's complement, lowest byte first. */
function pushLong(machine: PickleMachine, length: number): void {
  if (length < 0 || length > PICKLE_LONG_BYTES) {
    throw machine.fault(`has a number of ${length} bytes, ${PICKLE_LONG_BYTES} are allowed`);
  }
  const bytes = machine.input.take(length);
  let value = 0n;
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  pushWhole(machine, length === 0 ? 0n : BigInt.asIntN(8 * length, value));
}

function pushWhole(machine: PickleMachine, value: bigint): void {
  const number = Number(value);
  if (Number.isSafeInteger(number)) machine.push(number);
  else machine.pushNew(value);
}

function pushInt(machine: PickleMachine): void {
  const text = toText(machine.input.line());
  if (text === "00" || text === "01") machine.push(text === "01");
  else pushDecimal(machine, text);
}

function pushDecimalLong(machine: PickleMachine): void {
  pushDecimal(machine, toText(machine.input.line()).replace(/L$/, ""));
}

function pushDecimal(machine: PickleMachine, text: string): void {
  if (text.length > PICKLE_LONG_BYTES || !/^[+-]?\d+$/.test(text)) {
    throw machine.fault("has a number that is none");
  }
  const isNegative = text.startsWith("-");
  const size = BigInt(text.replace(/^[+-]/, ""));
  pushWhole(machine, isNegative ? -size : size);
}

function pushFloat(machine: PickleMachine): void {
  const text = toText(machine.input.line()).trim();
  const value = floatWords.get(text.toLowerCase()) ?? (text === "" ? NaN : Number(text));
  if (Number.isNaN(value) && text !== "nan") throw machine.fault("has a number that is none");
  machine.push(value);
}

const floatWords: ReadonlyMap<string, number> = new Map([
  ["nan", NaN],
  ["inf", Infinity],
  ["-inf", -Infinity],
]);

/** Python's way to write a text; checkpoints have names in it, whose escapes are of one byte. */
function pushQuoted(machine: PickleMachine): void {
  const text = toText(machine.input.line());
  const quote = text[0];
  if (text.length < 2 || (quote !== "'" && quote !== '"') || !text.endsWith(quote)) {
    throw machine.fault("has a text without quotes");
  }
  machine.pushNew(text.slice(1, -1).replaceAll(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, unescape));
}

function unescape(_: string, code: string | undefined, char: string | undefined): string {
  if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
  return escapes.get(char ?? "") ?? char ?? "";
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** Each byte a character, others as \\uXXXX and \\UXXXXXXXX. */
function pushEscaped(machine: PickleMachine): void {
  const text = new TextDecoder("latin1").decode(machine.input.line());
  machine.pushNew(
    text.replaceAll(
      /\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g,
      (whole, short?: string, long?: string) => {
        const code = parseInt(short ?? long ?? "", 16);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      },
    ),
  );
}

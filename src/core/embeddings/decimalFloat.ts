/**
 * The float32 nearest to a decimal number, ties to even; `undefined` where the bytes are no number.
 *
 * `Math.fround(Number(text))` rounds twice, and is wrong where the double lies in the middle between two floats and
 * the decimal does not. So where the double is within one unit of its last place from such a middle, the decimal is
 * compared with the middle as integers of any length.
 *
 * Grammar: sign, digits with at most one point, exponent; and `nan`, `inf`, `infinity` in any case, as C and Python
 * print them. Neither `0x10` nor `1_000` is a number here.
 */
export function decimalFloat(bytes: Uint8Array, from: number, to: number): number | undefined {
  const sign = bytes[from];
  const double = plainDecimal(bytes, sign === MINUS || sign === PLUS ? from + 1 : from, to);
  if (double < 0 || !isSafe(double)) return fromText(bytes, from, to);
  return Math.fround(sign === MINUS ? -double : double);
}

/** The double nearest to digits with at most one point, few enough for that; −1 for whatever else there is. */
function plainDecimal(bytes: Uint8Array, from: number, to: number): number {
  let significand = 0;
  let places = 0;
  let point = -1;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit >= 0 && digit <= 9) {
      significand = significand * 10 + digit;
      places++;
    } else if (digit === POINT - ZERO && point < 0) point = places;
    else return -1;
  }
  if (places === 0 || places > EXACT_PLACES) return -1;
  // Both are exact doubles, so that the quotient is rounded once.
  return point < 0 ? significand : significand / (POWERS[places - point] ?? 1);
}

const ZERO = 0x30;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;

/** 15 digits are below 2^53, and powers of ten are exact up to 10^22. */
const EXACT_PLACES = 15;
const POWERS: readonly number[] = Array.from({ length: EXACT_PLACES + 1 }, (_, i) => 10 ** i);

const scratch = new Float64Array(1);
/** Low word first: float32 and float64 arrays of every runtime in use are little endian, as the files are. */
const scratchWords = new Uint32Array(scratch.buffer);
const scratchFloats = new Float32Array(scratch.buffer);

/** Whether rounding this double (not negative) to float32 gives what rounding the decimal at once would give. */
function isSafe(double: number): boolean {
  if (double === 0) return true;
  if (!(double >= SMALLEST_NORMAL && double <= LARGEST)) return false;
  scratch[0] = double;
  // 29 bits are dropped; in the middle the first of them is set and no other.
  const dropped = (scratchWords[0] ?? 0) & 0x1fffffff;
  return dropped < 0x0fffffff || dropped > 0x10000001;
}

const SMALLEST_NORMAL = 2 ** -126;
const LARGEST = 2 ** 128 - 2 ** 104;
/** From here on, ties included, float32 has only infinity. */
const OVERFLOW = 2n ** 128n - 2n ** 103n;

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;
const NAMED = /^([+-]?)(nan|inf|infinity)(?:\(.*\))?$/i;

function fromText(bytes: Uint8Array, from: number, to: number): number | undefined {
  if (to - from > LONGEST) return undefined;
  const text = String.fromCharCode(...bytes.subarray(from, to));
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  if (whole === "" && fraction === "") return named(text);
  const double = Number(`${whole}.${fraction}e${exponent}`.replace(/^\./, "0."));
  const size = isSafe(double)
    ? Math.fround(double)
    : nearest({ digits: whole + fraction, power: Number(exponent) - fraction.length }, double);
  return sign === "-" ? -size : size;
}

/** A decimal with more characters than this is no value of a vector. */
const LONGEST = 1024;

function named(text: string): number | undefined {
  const [, sign, name] = NAMED.exec(text) ?? [];
  if (name === undefined) return undefined;
  if (name.toLowerCase() === "nan") return NaN;
  return sign === "-" ? -Infinity : Infinity;
}

/** digits · 10^power. */
interface Decimal {
  readonly digits: string;
  readonly power: number;
}

/** The float nearest to the decimal, of the one that its double rounds to and the two beside that. */
function nearest(decimal: Decimal, double: number): number {
  // Far outside the range of float32 no comparison is needed, and none with a million digits is made.
  if (double > 2 * LARGEST) return Infinity;
  if (double < 2 ** -151) return 0;
  if (isAtLeast(decimal, OVERFLOW, 0)) return Infinity;
  scratchFloats[0] = Math.min(Math.fround(double), LARGEST);
  const bits = scratchWords[0] ?? 0;
  let best = Math.max(bits - 1, 0);
  while (best <= bits && isAboveMiddle(decimal, best)) best++;
  scratchWords[0] = best;
  return scratchFloats[0];
}

/** Whether the decimal belongs to the next float rather than to this one; the middle goes to the even one. */
function isAboveMiddle(decimal: Decimal, bits: number): boolean {
  const exponent = Math.max(bits >>> 23, 1);
  const fraction = BigInt(bits & 0x7fffff) + (bits >>> 23 === 0 ? 0n : 0x800000n);
  const order = compare(decimal, 2n * fraction + 1n, exponent - 151);
  return order > 0 || (order === 0 && (bits & 1) === 1);
}

function isAtLeast(decimal: Decimal, integer: bigint, power: number): boolean {
  return compare(decimal, integer, power) >= 0;
}

/** Sign of digits · 10^p − integer · 2^q, exactly. */
function compare({ digits, power }: Decimal, integer: bigint, binaryPower: number): number {
  let left = BigInt(digits);
  let right = integer;
  if (power >= 0) left *= 10n ** BigInt(power);
  else right *= 10n ** BigInt(-power);
  if (binaryPower >= 0) right <<= BigInt(binaryPower);
  else left <<= BigInt(-binaryPower);
  return left > right ? 1 : Number(left === right) - 1;
}

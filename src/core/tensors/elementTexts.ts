import type { TensorRead } from "../formats/storage/storageReader.ts";
import { toNumbers, type Numbers } from "./toNumbers.ts";

/** Each element as the shortest decimal that is this value and no other of its type; integers are whole. */
export function elementTexts(read: Pick<TensorRead, "dtype" | "bytes">): readonly string[] {
  const { dtype, bytes } = read;
  if (dtype === "I64") return Array.from(new BigInt64Array(bytes), String);
  if (dtype === "U64") return Array.from(new BigUint64Array(bytes), String);
  if (dtype === "C64") return complexTexts(new Float32Array(bytes), float32Text);
  if (dtype === "C128") return complexTexts(new Float64Array(bytes), float64Text);
  const values = toNumbers(read);
  const text = values instanceof Float32Array ? float32Text : float64Text;
  return Array.from(values, (value) => text(value));
}

/** As Python writes them: "1.5-2j". */
function complexTexts(pairs: Numbers, text: (value: number) => string): readonly string[] {
  return Array.from({ length: pairs.length / 2 }, (_, i) => {
    const imaginary = text(pairs[2 * i + 1] ?? 0);
    const sign = /^[-+]/.test(imaginary) ? "" : "+";
    return `${text(pairs[2 * i] ?? 0)}${sign}${imaginary}j`;
  });
}

function float64Text(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Nine significant digits always tell two float32 apart; most need fewer. */
export function float32Text(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) {
    return Object.is(value, -0) ? "-0" : String(value);
  }
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === Math.fround(value)) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

import type { VectorRows } from "./vectorRows.ts";

/** Types that vectors are rounded to before they meet a token's embedding. */
export type RoundedType = "float16" | "bfloat16";

/** The same vectors in 16 bits, to nearest, ties to even; beyond the largest float16 they become infinite. */
export function roundVectors({ count, width, values }: VectorRows, type: RoundedType): VectorRows {
  const round = type === "float16" ? toFloat16 : toBfloat16;
  return {
    count,
    width,
    values: Float64Array.from({ length: count * width }, (_, i) => round(values[i] ?? 0)),
  };
}

/** 11 significant bits, exponents from −14; below them steps of 2⁻²⁴. */
function toFloat16(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
  const step = 2 ** (exponent - 10);
  const rounded = roundHalfToEven(value / step) * step;
  return Math.abs(rounded) > 65504 ? Math.sign(value) * Infinity : rounded;
}

/** 8 significant bits, the exponents of float32. */
export function toBfloat16(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(value))));
  const step = 2 ** (exponent - 7);
  return roundHalfToEven(value / step) * step;
}

function roundHalfToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return rest < 0.5 ? down : down + 1;
  return down % 2 === 0 ? down : down + 1;
}

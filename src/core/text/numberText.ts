/**
 * A number as people read it: "131,072", "0.5623", "1.26e+9". The same on every machine,
 * since messages are compared in tests and written into SARIF; no locale is asked.
 *
 * Integers keep all digits up to 10^15, fractions keep four significant digits.
 */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) {
    return Math.abs(value) < 1e15 ? withSeparators(String(value)) : value.toExponential(3);
  }
  const size = Math.abs(value);
  if (size >= 1e9 || size < 1e-4) return value.toExponential(2);
  if (size >= 1000) return withSeparators(String(Math.round(value)));
  return String(Number(value.toPrecision(4)));
}

function withSeparators(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ",");
}

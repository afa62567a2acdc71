import { expect } from "vitest";

/** Every float32 has the same bits; only NaN may be any NaN. */
export function expectSameBits(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length).toBe(expected.length);
  const [a, b] = [bitsOf(actual), bitsOf(expected)];
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i] || (Number.isNaN(actual[i]) && Number.isNaN(expected[i]))) continue;
    expect.fail(`element ${i} is ${String(actual[i])}, the reference has ${String(expected[i])}`);
  }
}

function bitsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}

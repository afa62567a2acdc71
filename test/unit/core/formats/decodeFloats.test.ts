import { describe, expect, it } from "vitest";
import type { FormatError } from "../../../../src/core/errors.ts";
import { decodeFloats } from "../../../../src/core/formats/decodeFloats.ts";

const halves = (...codes: number[]): ArrayBuffer => Uint16Array.from(codes).buffer;
const codes = (...bytes: number[]): ArrayBuffer => Uint8Array.from(bytes).buffer;

describe("decodeFloats", () => {
  it.each([
    ["one", 0x3c00, 1],
    ["minus two", 0xc000, -2],
    ["largest", 0x7bff, 65504],
    ["smallest normal", 0x0400, 2 ** -14],
    ["largest subnormal", 0x03ff, 1023 * 2 ** -24],
    ["smallest subnormal", 0x0001, 2 ** -24],
    ["negative subnormal", 0x8200, -(2 ** -15)],
    ["minus zero", 0x8000, -0],
    ["infinity", 0x7c00, Infinity],
    ["minus infinity", 0xfc00, -Infinity],
    ["not a number", 0x7e00, NaN],
  ])("F16 %s", (_, code, value) => {
    expect([...decodeFloats("F16", halves(code))]).toEqual([value]);
  });

  it("agrees with the definition on every half", () => {
    const decoded = decodeFloats("F16", Uint16Array.from({ length: 65536 }, (_, i) => i).buffer);
    for (let code = 0; code < 65536; code++) {
      const sign = code & 0x8000 ? -1 : 1;
      const exponent = (code >> 10) & 31;
      const fraction = code & 1023;
      const normal = (1 + fraction / 1024) * 2 ** (exponent - 15);
      const special = fraction === 0 ? Infinity : NaN;
      const size = exponent === 0 ? fraction * 2 ** -24 : exponent === 31 ? special : normal;
      if (!Object.is(decoded[code], sign * size)) {
        expect.fail(`0x${code.toString(16)}: ${decoded[code] ?? ""} is not ${sign * size}`);
      }
    }
  });

  it("widens BF16 by its bits", () => {
    const decoded = decodeFloats("BF16", halves(0x3f80, 0xc049, 0x0001, 0x7f80, 0xffc0));
    expect([...decoded]).toEqual([1, -3.140625, 2 ** -133, Infinity, NaN]);
  });

  it("decodes both 8-bit floats", () => {
    expect([...decodeFloats("F8_E4M3", codes(0x38, 0x7e, 0x01, 0xff, 0x80))]).toEqual([
      1,
      448,
      2 ** -9,
      NaN,
      -0,
    ]);
    expect([...decodeFloats("F8_E5M2", codes(0x3c, 0x7b, 0x01, 0xfc, 0x7d))]).toEqual([
      1,
      57344,
      2 ** -16,
      -Infinity,
      NaN,
    ]);
  });

  it("gives the caller an array of its own for F32", () => {
    const bytes = Float32Array.of(1, 2).buffer;
    const decoded = decodeFloats("F32", bytes);
    decoded[0] = 5;
    expect(new Float32Array(bytes)[0]).toBe(1);
  });

  it("refuses bytes that are not whole elements", () => {
    expect(() => decodeFloats("F32", new ArrayBuffer(6))).toThrow(
      expect.objectContaining({ code: "bad-shape" }) as FormatError,
    );
  });
});

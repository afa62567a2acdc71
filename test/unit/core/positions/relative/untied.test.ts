import { describe, expect, it } from "vitest";
import { untied } from "../../../../../src/core/positions/relative/untied.ts";

const learned = new Map([
  ["p", new Float32Array([1, 2, 3, 4, 5, 6])],
  ["u_q", new Float32Array([1, 0, 0, 1])],
  ["u_k", new Float32Array([0, 1, 1, 0])],
  ["theta", new Float32Array([7, 8])],
]);
const request = { heads: 1, queries: [0, 1, 2], keys: [0, 1, 2], learned };
const scheme = { kind: "untied", rows: 3, width: 2, headDim: 2, classToken: "none" } as const;

describe("untied positions", () => {
  it("are a bilinear form: rows of p against their mirror images", () => {
    // U_Q is the identity and U_K swaps the two columns.
    const rows = [1, 3, 5].map((a) => [1, 3, 5].map((b) => a * (b + 1) + (a + 1) * b));
    const expected = rows.flat().map((value) => Math.fround(value / 2));
    expect([...(untied.bias?.(scheme, request).values ?? [])]).toEqual(expected);
  });

  it("leave a class token's row and column to two numbers", () => {
    const found = untied.bias?.({ ...scheme, classToken: "first" }, request).values ?? [];
    expect([found[0], found[1], found[2]]).toEqual([7, 7, 7]);
    expect([found[3], found[6]]).toEqual([8, 8]);
    expect(found[4]).toBe(Math.fround((3 * 4 + 4 * 3) / 2));
  });

  it("end with their table", () => {
    expect(() => untied.bias?.(scheme, { ...request, keys: [3] })).toThrow(
      "position 3 has no row, whole numbers from 0 to 2 are allowed",
    );
  });
});

import { describe, expect, it } from "vitest";
import {
  decodeStored,
  storedBytes,
  type StoredType,
} from "../../../src/core/formats/decodeStored.ts";
import { gpuDecoders } from "../../../webview/gpu/decode/gpuDecoders.ts";
import { isSurelyFinite } from "../../../webview/gpu/decode/isSurelyFinite.ts";

/** Elements of one block of the largest kind, eight of the smallest. */
const count = 256;

describe.each([...gpuDecoders.keys()])("bytes of %s", (type) => {
  it("that are said to be finite are", () => {
    const said = { finite: 0, unsure: 0 };
    for (let seed = 1; seed <= 400; seed++) {
      const bytes = scattered(type, seed);
      const isFinite = decodeStored(type, bytes).every((value) => Number.isFinite(value));
      if (isSurelyFinite(type, bytes)) {
        said.finite++;
        expect(isFinite, `seed ${seed}`).toBe(true);
      } else said.unsure++;
    }
    expect(said.finite).toBeGreaterThan(0);
    expect(said.unsure, "some random scales are infinite or NaN").toBeGreaterThan(0);
  });

  it("with the scales of a weight are said to be finite", () => {
    // 0x2c2c is 0.07 as a half; an exponent of 0x2c is far below 1.
    const bytes = new Uint8Array(storedBytes(type, count)).fill(0x2c).buffer;
    expect(isSurelyFinite(type, bytes)).toBe(true);
  });
});

it("largest finite and smallest infinite scales of MXFP4 are told apart", () => {
  const block = (exponent: number): ArrayBuffer =>
    Uint8Array.of(exponent, ...Array<number>(16).fill(0x77)).buffer;
  for (let exponent = 0; exponent < 256; exponent++) {
    const values = decodeStored("MXFP4", block(exponent));
    expect(isSurelyFinite("MXFP4", block(exponent))).toBe(Number.isFinite(values[0]));
  }
});

/** Random bytes; every second time few of them, so that finite ones are met as well. */
function scattered(type: StoredType, seed: number): ArrayBuffer {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  const mask = seed % 2 === 0 ? 0xff : 0x3f;
  return Uint8Array.from({ length: storedBytes(type, count) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 24) & mask;
  }).buffer;
}

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import type { FormatError } from "../../../../../src/core/errors.ts";
import type { BlockType } from "../../../../../src/core/formats/ggml/blockType.ts";
import { blockTypes } from "../../../../../src/core/formats/ggml/blockTypes.ts";
import { decodeBlocks } from "../../../../../src/core/formats/ggml/decodeBlocks.ts";
import { swapBlocks } from "../../../../../src/core/formats/ggml/swapBlocks.ts";
import { readSafetensors } from "../../../../../src/core/formats/safetensors.ts";

const singles = new URL("../../../../fixtures/formats/ggml/singles.safetensors", import.meta.url)
  .pathname;
const names = Object.keys(blockTypes) as BlockType[];

/** One block of each type, from the files that test/numeric/blockTypes.test.ts decodes whole. */
describe("a block of random bits", async () => {
  const bytes = readFileSync(singles);
  const { value: table } = await readSafetensors(memorySource(bytes), "singles.safetensors");
  const part = (name: string): Uint8Array => {
    const found = table.tensors.find((tensor) => tensor.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return new Uint8Array(bytes.subarray(found.offset, found.offset + found.byteLength));
  };

  it("is there for every type", () => {
    const blocks = table.tensors.filter(({ name }) => name.endsWith(".block"));
    expect(names.toSorted()).toEqual(blocks.map(({ name }) => name.slice(0, -6)).toSorted());
  });

  it.each(names)("of %s is the reference's float32, bit by bit", (type) => {
    const values = decodeBlocks(type, part(`${type}.block`));
    // toEqual tells -0 from 0 and takes NaN for NaN; all other float32 with equal values have equal bits.
    expect([...values]).toEqual([...floats(part(`${type}.values`))]);
  });

  it.each(names)("of %s decodes at any place of a buffer, and twice as two", (type) => {
    const block = part(`${type}.block`);
    const shifted = new Uint8Array(block.length * 2 + 3);
    shifted.set(block, 3);
    shifted.set(block, 3 + block.length);
    const once = [...floats(part(`${type}.values`))];
    expect([...decodeBlocks(type, shifted.subarray(3))]).toEqual([...once, ...once]);
  });
});

describe("blocks", () => {
  it("have wide fields inside of them, and turned twice they are what they were", () => {
    for (const type of names) {
      const { blockBytes, wideFields } = blockTypes[type];
      for (const { offset, width, count } of wideFields) {
        expect(offset + width * count).toBeLessThanOrEqual(blockBytes);
      }
      const bytes = Uint8Array.from({ length: 2 * blockBytes }, (_, i) => i);
      const turned = bytes.slice();
      swapBlocks(type, turned);
      expect(turned.some((byte, i) => byte !== bytes[i])).toBe(wideFields.length > 0);
      swapBlocks(type, turned);
      expect(turned).toEqual(bytes);
    }
  });

  it("that are not whole are refused", () => {
    let code = "";
    try {
      decodeBlocks("Q4_0", new Uint8Array(17));
    } catch (error) {
      code = (error as FormatError).code;
    }
    expect(code).toBe("bad-shape");
    expect(decodeBlocks("Q4_0", new Uint8Array(0))).toHaveLength(0);
  });
});

function floats(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

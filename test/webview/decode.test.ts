import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asBlockType, type StoredType } from "../../src/core/formats/decodeStored.ts";
import type { BlockType } from "../../src/core/formats/ggml/blockType.ts";
import { blockTypes } from "../../src/core/formats/ggml/blockTypes.ts";
import type { PageTensor } from "./decodePage/page.ts";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";
import { openSoftwarePage } from "./softwarePage.ts";

/** Issue 4 names them: the types in daily use. */
const daily: readonly StoredType[] = [
  ...(["Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q4_K", "Q5_K", "Q6_K"] as const),
  ...(["IQ4_NL", "MXFP4", "F16", "BF16"] as const),
];

describe.skipIf(gpuOfThisRun() === "none")("decoding on software WebGPU", () => {
  let browser: Browser;
  let page: Page;
  let types: readonly StoredType[] = [];

  beforeAll(async () => {
    ({ browser, page } = await openSoftwarePage("test/webview/decodePage/page.ts"));
    types = await page.evaluate(() => globalThis.startDecoding());
  });
  afterAll(() => browser.close());

  it("has a kernel for every type in daily use", () => {
    expect(types.toSorted()).toEqual(daily.toSorted());
  });

  it.each(daily)("%s gives the float32 of the CPU on odd shapes, bit by bit", async (dtype) => {
    for (const tensor of oddTensors(dtype)) {
      const { shape, tensorsLeft, differences } = await page.evaluate(
        (given) => globalThis.decode(given),
        tensor,
      );
      expect(differences, `[${tensor.shape.join(", ")}]`).toEqual([]);
      expect(shape).toEqual(tensor.shape);
      expect(tensorsLeft).toBe(0);
    }
  });

  it("decodes a type without a kernel on the CPU", async () => {
    const tensor = blocksOf("IQ3_S", [2, 256]);
    const { differences } = await page.evaluate((given) => globalThis.decode(given), tensor);
    expect(differences).toEqual([]);
  });

  it.each([
    ["F16", [3], [0, 0x3c, 0, 0x7c, 0, 0xbc], /Infinity at element 1/],
    ["BF16", [2], [0, 0, 0xc0, 0x7f], /NaN at element 1/],
    ["Q8_0", [32], [0, 0x7e, ...Array<number>(32).fill(1)], /NaN at element 0/],
    ["MXFP4", [32], [255, ...Array<number>(16).fill(7)], /Infinity at element 0/],
    ["Q4_0", [32], Array<number>(36).fill(0), /came with 64 values, its shape \[32\] has 32/],
  ] as const)("refuses %s that no weight can be", async (dtype, shape, bytes, message) => {
    const tensor = { dtype, shape, bytes: toText(Uint8Array.from(bytes)) };
    expect(await page.evaluate((given) => globalThis.refusal(given), tensor)).toMatch(message);
  });
});

/** Shapes of one to four axes that fill no word and no workgroup; of Q4_0 also one of more workgroups than fit in a row. */
function oddTensors(dtype: StoredType): readonly PageTensor[] {
  const type = asBlockType(dtype);
  if (type === undefined) {
    return [[1], [7, 33], [2, 3, 1, 11], [1031, 67]].map((shape) => elementsOf(dtype, shape));
  }
  const { blockSize } = blockTypes[type];
  const shapes = [[blockSize], [3, 5 * blockSize], [2, 3, 1, blockSize], [263, 7 * blockSize]];
  if (type === "Q4_0") shapes.push([2049, 2048]);
  return shapes.map((shape) => blocksOf(type, shape));
}

/** Codes of all kinds but NaN, infinities, and bfloat16 below the normal float32, which a device may flush. */
function elementsOf(dtype: StoredType, shape: readonly number[]): PageTensor {
  const bytes = scattered(2 * shape.reduce((product, size) => product * size, 1));
  for (let at = 1; at < bytes.length; at += 2) {
    const upper = bytes[at] ?? 0;
    if (dtype === "F16" && (upper & 0x7c) === 0x7c) bytes[at] = upper & 0xbf;
    if (dtype === "BF16") bytes[at] = Math.min(Math.max(upper & 0x7f, 1), 0x7e) | (upper & 0x80);
  }
  return { dtype, shape, bytes: toText(bytes) };
}

/** Blocks of any codes with finite scales; those of MXFP4 are normal float32. */
function blocksOf(dtype: BlockType, shape: readonly number[]): PageTensor {
  const { blockSize, blockBytes, wideFields } = blockTypes[dtype];
  const count = shape.reduce((product, size) => product * size, 1) / blockSize;
  const bytes = scattered(count * blockBytes);
  for (let at = 0; at < bytes.length; at += blockBytes) {
    for (const { offset } of wideFields) {
      const upper = bytes[at + offset + 1] ?? 0;
      if ((upper & 0x7c) === 0x7c) bytes[at + offset + 1] = upper & 0xbf;
    }
    if (dtype === "MXFP4") bytes[at] = Math.min(Math.max(bytes[at] ?? 0, 2), 252);
  }
  return { dtype, shape, bytes: toText(bytes) };
}

function scattered(count: number): Uint8Array<ArrayBuffer> {
  let state = 7;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

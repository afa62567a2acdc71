import { describe, expect, it } from "vitest";
import { decodeText } from "../../../../src/core/bytes/decodeText.ts";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { shownText } from "../../../../src/core/bytes/shownText.ts";

describe("memorySource", () => {
  const source = memorySource(Uint8Array.of(1, 2, 3, 4).subarray(1));

  it("reads fresh buffers", async () => {
    const read = await source.read(1, 2);
    expect([...read]).toEqual([3, 4]);
    expect(read.buffer.byteLength).toBe(2);
    read[0] = 9;
    expect([...(await source.read(1, 1))]).toEqual([3]);
  });

  it.each([
    [0, 4],
    [-1, 1],
    [3, 1],
    [0.5, 1],
    [0, NaN],
    [Number.MAX_SAFE_INTEGER, 2],
  ])("refuses %d + %d", async (offset, length) => {
    await expect(source.read(offset, length)).rejects.toMatchObject({ code: "read-past-end" });
  });
});

describe("decodeText", () => {
  it.each([
    ["UTF-8", [0x68, 0xc3, 0xa9], "hé", []],
    ["a mark of UTF-8", [0xef, 0xbb, 0xbf, 0x68], "h", ["byte-order-mark"]],
    ["UTF-16, low byte first", [0xff, 0xfe, 0x68, 0x00], "h", ["byte-order-mark"]],
    ["UTF-16, high byte first", [0xfe, 0xff, 0x00, 0x68], "h", ["byte-order-mark"]],
    ["bytes of no encoding", [0x68, 0xff], "h\uFFFD", ["bad-encoding"]],
    ["nothing", [], "", []],
  ])("reads %s", (_, bytes, text, codes) => {
    const { value, problems } = decodeText(Uint8Array.from(bytes), "x");
    expect(value).toBe(text);
    expect(problems.map((problem) => problem.code)).toEqual(codes);
  });
});

describe("shownText", () => {
  it("stays on one line and short", () => {
    expect(shownText("a\nb")).toBe('"a\\nb"');
    expect(shownText("x".repeat(90_000)).length).toBeLessThan(120);
  });
});

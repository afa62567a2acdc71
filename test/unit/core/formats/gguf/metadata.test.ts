import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../../../../src/core/bytes/byteSource.ts";
import { GGUF_PIECE_BYTES } from "../../../../../src/core/bytes/limits.ts";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { readGguf } from "../../../../../src/core/formats/gguf/readGguf.ts";
import { ggufFile, textEntry, textsEntry } from "./ggufBuilder.ts";

interface Counted {
  readonly source: ByteSource;
  readonly reads: number[];
}

function counted(bytes: Uint8Array): Counted {
  const reads: number[] = [];
  const inner = memorySource(bytes);
  const read: ByteSource["read"] = async (offset, length, signal) => {
    reads.push(length);
    return inner.read(offset, length, signal);
  };
  return { source: { byteLength: bytes.length, read }, reads };
}

const tokens = Array.from({ length: 200_000 }, (_, i) => Buffer.from(`▁token ${i}`));

describe("metadata of a GGUF file", () => {
  it("is scanned in pieces, and its values are read when they are asked for", async () => {
    const bytes = ggufFile([textsEntry("tokens", tokens), textEntry("after", "here")]);
    const { source, reads } = counted(bytes);
    const { value } = await readGguf(source, "f");
    expect(value.metadata.get("after")).toBe("here");
    expect(reads.length).toBeLessThanOrEqual(Math.ceil(bytes.length / GGUF_PIECE_BYTES) + 1);
    const scanned = reads.length;
    const strings = await value.metadata.strings("tokens");
    expect(reads.length).toBe(scanned + 1);
    expect(strings).toEqual(tokens.map(String));
  });

  it("gives nothing for keys of another kind or of no kind", async () => {
    const { value } = await readGguf(memorySource(ggufFile([textEntry("a", "b")])), "f");
    for (const key of ["a", "__proto__", "constructor"]) {
      expect(await value.metadata.strings(key)).toBeUndefined();
      expect(await value.metadata.numbers(key)).toBeUndefined();
    }
    expect(value.metadata.get("__proto__")).toBeUndefined();
  });

  it("reads long texts on demand", async () => {
    const template = "{{ message }}".repeat(1000);
    const { value } = await readGguf(memorySource(ggufFile([textEntry("t", template)])), "f");
    expect(value.metadata.get("t")).toBeUndefined();
    expect(await value.metadata.text("t")).toBe(template);
    expect(await value.metadata.value("t")).toBe(template);
  });

  it("decodes each text by itself where one is cut inside a character", async () => {
    const [lead, rest] = [Uint8Array.of(0x61, 0xc3), Uint8Array.of(0xa9, 0x62)];
    const file = ggufFile([textsEntry("t", [lead, rest, Buffer.from("é🙂\ufeff"), Buffer.of()])]);
    const { value } = await readGguf(memorySource(file), "f");
    expect(await value.metadata.strings("t")).toEqual(["a\ufffd", "\ufffdb", "é🙂\ufeff", ""]);
  });

  it("ends when it is cancelled", async () => {
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    const { source } = counted(ggufFile([textsEntry("tokens", tokens)]));
    await expect(readGguf(source, "f", controller.signal)).rejects.toThrow("enough");
  });
});

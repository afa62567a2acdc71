import { describe, expect, it } from "vitest";
import type { OpenByteSource } from "../../../../src/core/bytes/byteSource.ts";
import type { Files } from "../../../../src/core/bytes/files.ts";
import { EMBEDDING_PIECE_BYTES } from "../../../../src/core/bytes/limits.ts";
import { openEmbeddings } from "../../../../src/core/embeddings/openEmbeddings.ts";
import { readEmbeddingTable } from "../../../../src/core/embeddings/embeddingTable.ts";
import { settleWordCounts } from "../../../../src/core/embeddings/settleWordCounts.ts";
import { TensorReader } from "../../../../src/core/workspace/tensorReader.ts";

/** Lines of 512 bytes, "w0000012 0.25 -1.5 0000012.125000…0 \n", as many as asked for, none of them kept. */
const WIDTH = 512;

class LinesSource implements OpenByteSource {
  readonly byteLength: number;
  readonly #header: Uint8Array;
  bytesRead = 0;
  largestRead = 0;

  constructor(lines: number, header = "") {
    this.#header = new TextEncoder().encode(header);
    this.byteLength = this.#header.length + lines * WIDTH;
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    expect(offset + length).toBeLessThanOrEqual(this.byteLength);
    this.bytesRead += length;
    this.largestRead = Math.max(this.largestRead, length);
    const bytes = new Uint8Array(length);
    const headerPart = this.#header.subarray(offset, offset + length);
    bytes.set(headerPart);
    for (let at = headerPart.length; at < length;) {
      const place = offset + at - this.#header.length;
      const line = lineOf(Math.floor(place / WIDTH)).subarray(place % WIDTH);
      bytes.set(line.subarray(0, length - at), at);
      at += line.length;
    }
    return bytes;
  }

  async close(): Promise<void> {
    // Nothing is open.
  }
}

const template = new TextEncoder().encode(
  `${"w0000000 0.25 -1.5 0000000.125".padEnd(WIDTH - 2, "0")} \n`,
);

function lineOf(index: number): Uint8Array {
  const line = template.slice();
  for (let rest = index, place = 6; rest > 0; rest = Math.floor(rest / 10), place--) {
    line[1 + place] = 48 + (rest % 10);
    line[19 + place] = 48 + (rest % 10);
  }
  return line;
}

/** 46 MB: more than is gone through at once. */
const many = 90_000;

describe("a large file of word vectors", () => {
  it("is opened by its first lines, with a header", async () => {
    const source = new LinesSource(14_000_000, "14000000 3\n");
    expect(source.byteLength).toBeGreaterThan(7e9);
    const file = await openEmbeddings(source, "cc.en.300.vec");
    expect(file).toMatchObject({ statedWords: 14_000_000, dimensions: 3 });
    const { value, problems } = await readEmbeddingTable(source, "cc.en.300.vec");
    expect(problems).toEqual([]);
    expect(value.tensors[0]).toMatchObject({
      name: "vectors",
      shape: [14_000_000, 3],
      storage: { kind: "words", counted: "stated" },
    });
    expect(source.bytesRead).toBeLessThan(300_000);
  });

  it("is opened by its first lines, without one, and says that the number is an estimate", async () => {
    const source = new LinesSource(14_000_000);
    const { value, problems } = await readEmbeddingTable(source, "glove.txt");
    expect(value.tensors[0]).toMatchObject({
      shape: [14_000_000, 3],
      storage: { kind: "words", counted: "estimated" },
    });
    expect(problems.map(({ code }) => code)).toEqual(["estimated-count"]);
    expect(source.bytesRead).toBeLessThan(300_000);
  });

  it("is gone through in pieces with progress, and rows are read where they stand", async () => {
    const source = new LinesSource(many);
    const seen: number[] = [];
    const file = await openEmbeddings(source, "glove.txt");
    const { value, problems } = await file.readVocabulary({
      onProgress: (done, total) => {
        expect(total).toBe(source.byteLength);
        seen.push(done);
      },
    });
    expect(problems).toEqual([]);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(source.byteLength);
    expect(source.largestRead).toBeLessThanOrEqual(EMBEDDING_PIECE_BYTES);
    expect([value.count, value.word(81_234), value.indexOf("w0065432")]).toEqual([
      many,
      "w0081234",
      65_432,
    ]);
    source.bytesRead = 0;
    const vectors = await value.vectors([89_999, 0, 1, 2]);
    expect([...vectors]).toEqual([
      0.25, -1.5, 89_999.125, 0.25, -1.5, 0.125, 0.25, -1.5, 1.125, 0.25, -1.5, 2.125,
    ]);
    expect(source.bytesRead).toBeLessThan(5 * WIDTH);
  });

  it("stops when it is cancelled", async () => {
    const source = new LinesSource(many);
    const file = await openEmbeddings(source, "glove.txt");
    const stop = new AbortController();
    const reading = file.readVocabulary({
      signal: stop.signal,
      onProgress: (done) => {
        if (done > 3 * EMBEDDING_PIECE_BYTES) stop.abort();
      },
    });
    await expect(reading).rejects.toThrow(/abort/i);
    expect(source.bytesRead).toBeLessThan(5 * EMBEDDING_PIECE_BYTES);
  });

  it("is read by rows through the model's reader, whose later asks know the places", async () => {
    const source = new LinesSource(many);
    const files = filesOf(source);
    const table = await readEmbeddingTable(source, "glove.txt");
    const reader = new TensorReader(files, "/m", table.value);
    const read = await reader.readRows("vectors", [7, 5]);
    expect(read.shape).toEqual([2, 3]);
    expect([...new Float32Array(read.bytes)]).toEqual([0.25, -1.5, 7.125, 0.25, -1.5, 5.125]);
    source.bytesRead = 0;
    await reader.readRows("vectors", [9]);
    expect(source.bytesRead).toBeLessThan(2 * WIDTH);
    await reader.close();
  });

  it("is read for those who wait although another who asked first has cancelled", async () => {
    const source = new LinesSource(many);
    const table = await readEmbeddingTable(source, "glove.txt");
    const reader = new TensorReader(filesOf(source), "/m", table.value);
    const stop = new AbortController();
    const first = reader.readRows("vectors", [1], stop.signal);
    const second = reader.readRows("vectors", [2]);
    stop.abort();
    await expect(first).rejects.toThrow(/abort/i);
    expect(new Float32Array((await second).bytes)[2]).toBe(2.125);
    await reader.close();
  });

  it("has its number of words settled where a header or an estimate is not enough", async () => {
    // The header promises more than there are, yet not more than could be.
    const source = new LinesSource(many, "90005 3\n");
    const table = await readEmbeddingTable(source, "cut.vec");
    const files = filesOf(source);
    const kept = await settleWordCounts(files, "/m", table, { sources: ["estimated"] });
    expect(kept).toEqual(table);
    const settled = await settleWordCounts(files, "/m", table, { sources: ["stated"] });
    expect(settled.value.tensors[0]).toMatchObject({
      shape: [many, 3],
      storage: { counted: "found" },
    });
    expect(settled.problems.map(({ code }) => code)).toEqual(["word-count"]);
  });
});

function filesOf(source: OpenByteSource): Files {
  return {
    list: async () => [],
    stat: async () => undefined,
    open: async () => source,
  };
}

import { describe, expect, it } from "vitest";
import { seededRandom } from "../../seededRandom.ts";
import { packedWeight, packRows, transposeWords } from "./packedWeight.ts";

const random = seededRandom(11);
const table = (rows: number, columns: number, bound: number): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => random(bound)));
const scalesOf = (count: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: count }, () => (random(1000) + 1) / 512);

describe("packed-ints", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("%d bits in rows that end inside a word", async (bits) => {
    const codes = table(9, 70, 2 ** bits);
    const { buffer, words } = packRows(codes, bits);
    const scales = scalesOf(9);
    const weight = packedWeight(
      [9, 70],
      { method: "packed-ints", bits, groupSize: 70, zeros: "none" },
      [
        { role: "codes", dtype: "I32", shape: [9, words], values: { buffer } },
        { role: "scales", dtype: "F32", shape: [9, 1], values: scales },
      ],
    );
    const value = (r: number, c: number): number =>
      Math.fround(((codes[r]?.[c] ?? NaN) - 2 ** (bits - 1)) * (scales[r] ?? NaN));
    expect([...(await weight.read())]).toEqual(
      codes.flatMap((row, r) => row.map((_, c) => value(r, c))),
    );
    expect([...(await weight.read([8, 2]))]).toEqual(
      [8, 2].flatMap((r) => codes[0]?.map((_, c) => value(r, c)) ?? []),
    );
  });

  it.each(["in turn", "in an order"])(
    "takes zero points of 3 bits along the output, groups %s",
    async (how) => {
      const [rows, columns, groups] = [37, 32, 4];
      const codes = table(rows, columns, 8);
      const zeros = table(groups, rows, 8);
      const order = how === "in turn" ? undefined : table(1, columns, groups)[0];
      const scales = scalesOf(rows * groups);
      const packed = packRows(codes, 3);
      const packedZeros = packRows(zeros, 3);
      const weight = packedWeight(
        [rows, columns],
        { method: "packed-ints", bits: 3, groupSize: 8, zeros: "packed" },
        [
          { role: "codes", dtype: "I32", shape: [rows, packed.words], values: packed },
          { role: "scales", dtype: "F32", shape: [rows, groups], values: scales },
          {
            role: "zero points",
            dtype: "I32",
            shape: [packedZeros.words, groups],
            values: transposeWords(packedZeros.buffer, groups),
          },
          ...(order === undefined
            ? []
            : [
                {
                  role: "order" as const,
                  dtype: "I32" as const,
                  shape: [columns],
                  values: Int32Array.from(order),
                },
              ]),
        ],
      );
      const value = (r: number, c: number): number => {
        const group = order?.[c] ?? Math.floor(c / 8);
        const difference = (codes[r]?.[c] ?? NaN) - (zeros[group]?.[r] ?? NaN);
        return Math.fround(difference * (scales[r * groups + group] ?? NaN));
      };
      const rowsOf = (wanted: readonly number[]): number[] =>
        wanted.flatMap((r) => Array.from({ length: columns }, (_, c) => value(r, c)));
      expect([...(await weight.read())]).toEqual(rowsOf([...codes.keys()]));
      // Rows whose zero point begins in one word and ends in the next.
      expect([...(await weight.read([10, 11, 36, 21]))]).toEqual(rowsOf([10, 11, 36, 21]));
    },
  );

  it("takes zero points of a byte each", async () => {
    const weight = packedWeight(
      [2, 8],
      { method: "packed-ints", bits: 4, groupSize: 4, zeros: "plain" },
      [
        {
          role: "codes",
          dtype: "I32",
          shape: [2, 1],
          values: Uint32Array.of(0x76543210, 0xfedcba98),
        },
        { role: "scales", dtype: "F32", shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
        { role: "zero points", dtype: "I8", shape: [2, 2], values: Int8Array.of(-8, 0, 7, 1) },
      ],
    );
    expect([...(await weight.read())]).toEqual([
      ...[0, 1, 2, 3, -8, -6, -4, -2],
      ...[-21, -18, -15, -12, 12, 16, 20, 24],
    ]);
  });
});

describe("scaled", () => {
  it("gives each of several matrices its own grid, last blocks partial", async () => {
    const shape = [2, 5, 7];
    const codes = Int8Array.from({ length: 70 }, (_, i) => i - 35);
    const scales = scalesOf(2 * 3 * 3);
    const zeros = Int8Array.from({ length: 18 }, (_, i) => i);
    const weight = packedWeight(shape, { method: "scaled", blockRows: 2, blockColumns: 3 }, [
      { role: "codes", dtype: "I8", shape, values: codes },
      { role: "scales", dtype: "F32", shape: [2, 3, 3], values: scales },
      { role: "zero points", dtype: "I8", shape: [2, 3, 3], values: zeros },
    ]);
    const value = (i: number): number => {
      const [matrix, row, column] = [Math.floor(i / 35), Math.floor(i / 7) % 5, i % 7];
      const entry = matrix * 9 + Math.floor(row / 2) * 3 + Math.floor(column / 3);
      return Math.fround(((codes[i] ?? NaN) - (zeros[entry] ?? NaN)) * (scales[entry] ?? NaN));
    };
    expect([...(await weight.read())]).toEqual([...codes.keys()].map(value));
    expect([...(await weight.read([1]))]).toEqual([...codes.keys()].slice(35).map(value));
  });

  it("reads a large weight in pieces that fit together", async () => {
    const [rows, columns] = [1100, 1024];
    const codes = Int8Array.from({ length: rows * columns }, () => random(255) - 127);
    const scales = scalesOf(rows);
    const packing = { method: "scaled", blockRows: 1, blockColumns: columns } as const;
    const weight = packedWeight([rows, columns], packing, [
      { role: "codes", dtype: "I8", shape: [rows, columns], values: codes },
      { role: "scales", dtype: "F32", shape: [rows, 1], values: scales },
    ]);
    const values = await weight.read();
    expect(
      weight.ranges.filter(({ role }) => role === "codes").map(({ length }) => length),
    ).toEqual([1024 * 1024, 76 * 1024]);
    const wrong = values.findIndex(
      (value, i) =>
        value !== Math.fround((codes[i] ?? NaN) * (scales[Math.floor(i / columns)] ?? NaN)),
    );
    expect(wrong).toBe(-1);
  });
});

describe("bitnet", () => {
  it("divides where the layer does, by rows over the borders of the quarters", async () => {
    // Rows 0 to 7: two of each quarter; codes 0, 1, 2 are -1, 0, 1.
    const row = (k: number): number =>
      (k % 3) + ((k + 1) % 3) * 4 + ((k + 2) % 3) * 16 + (k % 3) * 64;
    const codes = Uint8Array.of(row(0), row(1), row(2), row(3), row(4), row(5));
    const weight = packedWeight([8, 3], { method: "bitnet", scale: "divides" }, [
      { role: "codes", dtype: "U8", shape: [2, 3], values: codes },
      { role: "scales", dtype: "F32", shape: [1], values: Float32Array.of(3) },
    ]);
    const value = (r: number, c: number): number => {
      const code = ((codes[(r % 2) * 3 + c] ?? 0) >> (Math.floor(r / 2) * 2)) & 3;
      return Math.fround((code - 1) / 3);
    };
    const rowsOf = (wanted: readonly number[]): number[] =>
      wanted.flatMap((r) => [0, 1, 2].map((c) => value(r, c)));
    expect([...(await weight.read())]).toEqual(rowsOf([0, 1, 2, 3, 4, 5, 6, 7]));
    expect([...(await weight.read([1, 2, 3, 4, 7]))]).toEqual(rowsOf([1, 2, 3, 4, 7]));
  });
});

describe("bitsandbytes of 4 bits", () => {
  it("begins in the middle of a byte where rows are odd", async () => {
    const map = Float32Array.from({ length: 16 }, (_, code) => code - 8);
    const scales = Float32Array.of(1, 2, 4, 8);
    const weight = packedWeight([3, 5], { method: "bitsandbytes-4bit", blockSize: 4 }, [
      // High nibble first: 0, 1, 2, … 14.
      {
        role: "codes",
        dtype: "U8",
        shape: [8, 1],
        values: Uint8Array.of(0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xe0),
      },
      { role: "scales", dtype: "F32", shape: [4], values: scales },
      { role: "map", dtype: "F32", shape: [16], values: map },
    ]);
    const all = Array.from({ length: 15 }, (_, i) => (i - 8) * (scales[Math.floor(i / 4)] ?? NaN));
    expect([...(await weight.read())]).toEqual(all);
    expect([...(await weight.read([2, 1]))]).toEqual([...all.slice(10), ...all.slice(5, 10)]);
  });
});

describe("mxfp4", () => {
  it("has no number where the exponent is none", async () => {
    const weight = packedWeight([1, 32], { method: "mxfp4" }, [
      { role: "codes", dtype: "U8", shape: [1, 16], values: new Uint8Array(16).fill(0x21) },
      { role: "scales", dtype: "U8", shape: [1, 1], values: Uint8Array.of(255) },
    ]);
    expect([...(await weight.read())].every((value) => Number.isNaN(value))).toBe(true);
  });
});

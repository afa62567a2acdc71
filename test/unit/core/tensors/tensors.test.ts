import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { readSafetensors } from "../../../../src/core/formats/safetensors.ts";
import { writeSafetensors } from "../../../../src/core/formats/safetensorsWriter.ts";
import type { TensorInfo } from "../../../../src/core/formats/tensorTable.ts";
import { csvPieces } from "../../../../src/core/tensors/csvPieces.ts";
import { elementTexts } from "../../../../src/core/tensors/elementTexts.ts";
import { npyPieces } from "../../../../src/core/tensors/npyPieces.ts";
import { readTensorComparison } from "../../../../src/core/tensors/tensorComparison.ts";
import { readTensorPicture } from "../../../../src/core/tensors/tensorPicture.ts";
import { cutRun } from "../../../../src/core/tensors/tensorPieces.ts";
import {
  readTensorStatistics,
  type TensorStatistics,
} from "../../../../src/core/tensors/tensorStatistics.ts";
import { TensorReader } from "../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../memoryFiles.ts";
import { openedFixture, type OpenedFixture } from "./openedFixture.ts";

interface Pooled {
  readonly height: number;
  readonly width: number;
  readonly mean: readonly number[];
  readonly extreme: readonly number[];
}

interface Expected {
  readonly statistics: Readonly<Record<string, TensorStatistics>>;
  readonly pooled: Readonly<Record<string, Pooled>>;
  readonly comparison: Readonly<Record<string, number>>;
}

const expected = JSON.parse(
  readFileSync("test/fixtures/tensors/expected.json", "utf8"),
) as Expected;

let fixture: OpenedFixture;
beforeAll(async () => {
  fixture = await openedFixture();
});

describe("statistics of a tensor", () => {
  it.each(Object.entries(expected.statistics))("of %s are those of NumPy", async (name, wanted) => {
    const { mean, std, histogram, ...exact } = await readTensorStatistics(
      fixture.reader,
      fixture.info(name),
    );
    expect(exact).toEqual({ ...wanted, mean: undefined, std: undefined, histogram: undefined });
    expect(histogram?.counts).toEqual(wanted.histogram?.counts);
    expect([histogram?.from, histogram?.to]).toEqual([
      wanted.histogram?.from,
      wanted.histogram?.to,
    ]);
    // Those are exact, rounded once; ours are sums of float64.
    for (const [ours, theirs] of [
      [mean, wanted.mean],
      [std, wanted.std],
    ] as const) {
      if (typeof ours !== "number" || typeof theirs !== "number") expect(ours).toBe(theirs);
      else expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-14 * Math.abs(theirs));
    }
  });

  it("are told as they are counted, and end when they are cancelled", async () => {
    const told: number[] = [];
    const controller = new AbortController();
    const counted = readTensorStatistics(fixture.reader, fixture.info("odd"), {
      signal: controller.signal,
      progress: (done, total) => {
        told.push(done / total);
        controller.abort();
      },
    });
    await expect(counted).rejects.toMatchObject({ name: "AbortError" });
    expect(told).toEqual([0.5]);
  });
});

describe("a picture of a tensor", () => {
  it.each(Object.entries(expected.pooled))(
    "of %s is pooled as NumPy pools",
    async (name, wanted) => {
      const tensor = fixture.info(name);
      const [rows = 0, cols = 0] = tensor.shape;
      const { height, width } = wanted;
      for (const pool of ["mean", "extreme"] as const) {
        const slice = { name, leading: [], rows: [0, rows], cols: [0, cols] } as const;
        const ask = { tensor, against: undefined, slice, pool, height, width };
        const picture = await readTensorPicture(fixture.reader, ask);
        expect(picture).toMatchObject({ height, width });
        expect([...picture.values]).toEqual(wanted[pool]);
      }
    },
  );

  it("has no more cells than elements, and is exact where it has as many", async () => {
    const tensor = fixture.info("odd");
    const slice = { name: "odd", leading: [1], rows: [2, 5], cols: [1, 4] } as const;
    const ask = { tensor, against: undefined, slice, pool: "mean", height: 99, width: 99 } as const;
    const { height, width, values } = await readTensorPicture(fixture.reader, ask);
    const whole = new Float32Array((await fixture.reader.readTensor("odd")).bytes);
    const at = (row: number, col: number): number => whole[(1 * 17 + row) * 23 + col] ?? 0;
    expect([height, width]).toEqual([3, 3]);
    expect([...values]).toEqual([2, 3, 4].flatMap((row) => [1, 2, 3].map((col) => at(row, col))));
    expect(values[2]).toBe(Infinity);
  });

  it.each(["mean", "extreme"] as const)(
    "shows a NaN in any cell that has one (%s)",
    async (pool) => {
      const tensor = fixture.info("odd");
      const slice = { name: "odd", leading: [0], rows: [0, 17], cols: [0, 23] } as const;
      const ask = { tensor, against: undefined, slice, pool, height: 4, width: 4 };
      const { values } = await readTensorPicture(fixture.reader, ask);
      expect([...values].map(Number.isNaN)).toEqual(Array.from({ length: 16 }, (_, i) => i === 0));
    },
  );

  it("can be of a difference", async () => {
    const [tensor, against] = [fixture.info("plane"), fixture.info("other")];
    const slice = { name: "plane", leading: [], rows: [0, 64], cols: [0, 48] } as const;
    const ask = { slice, tensor, against, pool: "extreme", height: 1, width: 1 } as const;
    const { values } = await readTensorPicture(fixture.reader, ask);
    expect(Math.abs(values[0] ?? 0)).toBe(Math.fround(expected.comparison["maxAbsolute"] ?? 0));
  });

  it.each([
    ["another rank", { leading: [], rows: [0, 1], cols: [0, 1] }],
    ["a place outside", { leading: [3], rows: [0, 1], cols: [0, 1] }],
    ["rows outside", { leading: [0], rows: [0, 18], cols: [0, 1] }],
    ["no columns", { leading: [0], rows: [0, 1], cols: [2, 2] }],
    ["half a row", { leading: [0], rows: [0, 1.5], cols: [0, 1] }],
  ] as const)("is refused for %s", async (_, part) => {
    const slice = { name: "odd", ...part };
    const tensor = fixture.info("odd");
    const ask = { tensor, against: undefined, slice, pool: "mean", height: 1, width: 1 } as const;
    await expect(readTensorPicture(fixture.reader, ask)).rejects.toMatchObject({
      code: "bad-shape",
    });
  });
});

/** [rows, cols] whose element i is i mod 1000, so that any part of it is known. */
async function longRows(
  rows: number,
  cols: number,
): Promise<[TensorReader, TensorInfo, { length: number }[]]> {
  const bytes = Float32Array.from({ length: rows * cols }, (_, i) => i % 1000).buffer;
  const file = writeSafetensors([{ name: "t", dtype: "F32", shape: [rows, cols], bytes }]);
  const files = memoryFiles({ "/m/f": file });
  const { value } = await readSafetensors(memorySource(file), "f");
  return [new TensorReader(files, "/m", value), value.tensors[0]!, files.reads];
}

describe("tensors that are longer than a piece", () => {
  it("are pooled across pieces, rows shorter and longer than one", async () => {
    for (const [rows, cols] of [
      [3000, 1000],
      [3, 1_100_000],
    ] as const) {
      const [reader, tensor] = await longRows(rows, cols);
      const slice = { name: "t", leading: [], rows: [0, rows], cols: [0, cols] } as const;
      const ask = {
        tensor,
        against: undefined,
        slice,
        pool: "mean",
        height: 3,
        width: 1100,
      } as const;
      const { values, width } = await readTensorPicture(reader, ask);
      const perCell = cols / width;
      const mean = (cell: number): number =>
        perCell === 1
          ? cell
          : Array.from({ length: perCell }, (_, i) => (cell * perCell + i) % 1000).reduce(
              (a, b) => a + b,
            ) / perCell;
      expect([...values.subarray(width, 2 * width)]).toEqual(
        Array.from({ length: width }, (_, cell) => mean(cell)),
      );
    }
  });

  it("are read by the columns alone where these are few", async () => {
    const [reader, tensor, reads] = await longRows(20, 20_000);
    const slice = { name: "t", leading: [], rows: [5, 9], cols: [100, 104] } as const;
    const ask = { tensor, against: undefined, slice, pool: "mean", height: 9, width: 9 } as const;
    const { values } = await readTensorPicture(reader, ask);
    expect([...values.subarray(0, 4)]).toEqual([100, 101, 102, 103]);
    expect(reads.map(({ length }) => length)).toEqual([16, 16, 16, 16]);
  });

  it("are cut between entries of the first axis where a part of one costs as much as all", () => {
    const info = fixture.info("plane");
    const storage = { kind: "strided", strides: [1, 1], byteOrder: "big" } as const;
    const wide: TensorInfo = { ...info, shape: [4, 3_000_000], storage };
    expect([...cutRun(wide, { first: 5, count: 6_000_000 })]).toEqual([
      { first: 5, count: 2_999_995 },
      { first: 3_000_000, count: 3_000_000 },
      { first: 6_000_000, count: 5 },
    ]);
  });
});

describe("a comparison of two tensors", () => {
  it("is that of NumPy", async () => {
    const pair = [fixture.info("plane"), fixture.info("other")] as const;
    const found = await readTensorComparison(fixture.reader, pair);
    expect(found).toMatchObject({ count: 64 * 48, notFinite: 0 });
    for (const [name, wanted] of Object.entries(expected.comparison)) {
      expect(found[name as keyof typeof found], name).toBeCloseTo(wanted, 14);
    }
  });

  it("of a tensor with itself finds nothing, however odd its values", async () => {
    const odd = fixture.info("odd");
    const found = await readTensorComparison(fixture.reader, [odd, odd]);
    expect(found).toMatchObject({ equal: 1173, notFinite: 3, maxAbsolute: 0, meanDifference: 0 });
    expect(found.cosine).toBeCloseTo(1, 12);
  });

  it("is refused for two shapes", async () => {
    const pair = [fixture.info("plane"), fixture.info("odd")] as const;
    await expect(readTensorComparison(fixture.reader, pair)).rejects.toMatchObject({
      code: "bad-shape",
    });
  });
});

describe("tensors as files", () => {
  const whole = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece);
    return Buffer.concat(parts);
  };

  it.each([
    ["plane", "'<f4'", "(64, 48)", 64 * 48 * 4],
    ["far", "'<f8'", "(1000,)", 8000],
    ["whole", "'<i8'", "(7, 9)", 7 * 9 * 8],
    ["bytes", "'|u1'", "(5, 300)", 1500],
    ["scalar", "'<f4'", "()", 4],
    ["empty", "'<f4'", "(0, 3)", 0],
  ])("of %s are %s %s as .npy", async (name, descr, shape, length) => {
    const file = await whole(npyPieces(fixture.reader, { tensor: fixture.info(name) }));
    const start = 10 + file.readUInt16LE(8);
    expect(file.toString("latin1", 10, start)).toContain(`'descr': ${descr}`);
    expect(file.toString("latin1", 10, start)).toContain(`'shape': ${shape}`);
    expect(file.length - start).toBe(length);
  });

  it("of a part have its shape and its values", async () => {
    const tensor = fixture.info("odd");
    const slice = { name: "odd", leading: [2], rows: [1, 3], cols: [4, 6] } as const;
    const file = await whole(npyPieces(fixture.reader, { tensor, slice }));
    const values = new Float32Array(new Uint8Array(file.subarray(-16)).buffer);
    const all = new Float32Array((await fixture.reader.readTensor("odd")).bytes);
    const at = (row: number, col: number): number => all[(2 * 17 + row) * 23 + col] ?? 0;
    expect([...values]).toEqual([at(1, 4), at(1, 5), at(2, 4), at(2, 5)]);
  });

  it("as CSV name rows and columns, and numbers that are read back as they were", async () => {
    const tensor = fixture.info("odd");
    const slice = { name: "odd", leading: [1], rows: [2, 4], cols: [2, 5] } as const;
    let text = "";
    for await (const piece of csvPieces(fixture.reader, { tensor, slice })) text += piece;
    const lines = text.split("\r\n").map((line) => line.split(","));
    expect(lines.map(([first]) => first)).toEqual(["row", "2", "3", ""]);
    expect(lines[0]).toEqual(["row", "2", "3", "4"]);
    expect(lines[1]?.[2]).toBe("Infinity");
    const all = new Float32Array((await fixture.reader.readTensor("odd")).bytes);
    expect(lines[2]?.slice(1).map((cell) => Math.fround(Number(cell)))).toEqual([
      ...all.subarray((17 + 3) * 23 + 2, (17 + 3) * 23 + 5),
    ]);
  });

  it("say an element so that it is no other of its type", () => {
    const texts = (dtype: "F32" | "F64" | "I64" | "C64" | "C128" | "BF16", bytes: ArrayBuffer) =>
      elementTexts({ dtype, bytes });
    expect(texts("F32", Float32Array.of(0.1, -0, 1e-45, 16_777_216).buffer)).toEqual([
      "0.1",
      "-0",
      "1.4013e-45",
      "16777216",
    ]);
    expect(texts("F64", Float64Array.of(0.1, -0).buffer)).toEqual(["0.1", "-0"]);
    expect(texts("C128", Float64Array.of(0.1, -0).buffer)).toEqual(["0.1-0j"]);
    expect(texts("I64", BigInt64Array.of(-9_007_199_254_740_993n).buffer)).toEqual([
      "-9007199254740993",
    ]);
    expect(texts("C64", Float32Array.of(1.5, -2, 0, 1).buffer)).toEqual(["1.5-2j", "0+1j"]);
    expect(texts("BF16", Uint16Array.of(0x3dcd).buffer)).toEqual(["0.100097656"]);
  });
});

import { describe, expect, it } from "vitest";
import { STRIDED_SPAN_BYTES } from "../../../../../src/core/bytes/limits.ts";
import { elementCount } from "../../../../../src/core/formats/dtype.ts";
import { readStrided } from "../../../../../src/core/formats/storage/stridedRead.ts";
import type {
  DType,
  ElementLayout,
  TensorInfo,
} from "../../../../../src/core/formats/tensorTable.ts";
import { seededRandom } from "../../seededRandom.ts";

interface Outcome {
  readonly values: Uint8Array;
  readonly reads: readonly number[];
}

/** Reads a view of a file whose byte k is `byteAt(k)`, which need not exist. */
async function read(
  view: { readonly dtype: DType; readonly shape: readonly number[] } & Partial<ElementLayout>,
  rows: readonly number[] | undefined,
  access: "random" | "forward" = "random",
): Promise<Outcome> {
  const { dtype, shape, strides = [], byteOrder = "little" } = view;
  const reads: number[] = [];
  const tensor: TensorInfo = {
    name: "t",
    dtype,
    dtypeName: dtype,
    shape,
    file: "f",
    offset: 0,
    byteLength: 0,
  };
  const outcome = await readStrided({
    ...{ tensor, rows, access },
    layout: { strides, byteOrder },
    read: async (offset, length) => {
      reads.push(length);
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) bytes[i] = byteAt(offset + i);
      return bytes;
    },
  });
  return { values: new Uint8Array(outcome.bytes), reads };
}

function byteAt(offset: number): number {
  return (offset * 2654435761) % 251;
}

/** The same by the definition: each element on its own. */
function byDefinition(
  width: number,
  { shape, strides, byteOrder }: { readonly shape: readonly number[] } & ElementLayout,
  rows: readonly number[] | undefined,
): Uint8Array {
  const counts = rows === undefined ? shape : [rows.length, ...shape.slice(1)];
  const values = new Uint8Array(elementCount(counts) * width);
  for (let element = 0; element * width < values.length; element++) {
    let rest = element;
    let at = 0;
    for (let axis = counts.length - 1; axis >= 0; axis--) {
      const count = counts[axis]!;
      const index = rest % count;
      rest = Math.floor(rest / count);
      at += (axis === 0 && rows !== undefined ? rows[index]! : index) * strides[axis]!;
    }
    for (let byte = 0; byte < width; byte++) {
      const from = byteOrder === "little" ? byte : width - 1 - byte;
      values[element * width + byte] = byteAt(at * width + from);
    }
  }
  return values;
}

const widths: readonly [DType, number][] = [
  ["U8", 1],
  ["BF16", 2],
  ["F32", 4],
  ["F64", 8],
];

describe("strided reading", () => {
  it("agrees with the definition on 150 views of any kind", async () => {
    const random = seededRandom(4);
    for (let run = 0; run < 150; run++) {
      const shape = Array.from({ length: random(5) }, () => 1 + random(7));
      // Gaps up to 100 000 elements now and then, so that spans are cut.
      const strides = shape.map(() => (random(4) === 0 ? random(100_000) : random(12)));
      const byteOrder = random(2) === 0 ? "little" : "big";
      const [dtype, width] = widths[random(widths.length)]!;
      const [count = 0] = shape;
      const rows =
        count > 0 && random(2) === 0
          ? Array.from({ length: random(9) }, () => random(count))
          : undefined;
      const access = random(4) === 0 ? "forward" : "random";
      const { values } = await read({ dtype, shape, strides, byteOrder }, rows, access);
      const wanted = byDefinition(width, { shape, strides, byteOrder }, rows);
      expect(
        Buffer.from(values).equals(wanted),
        JSON.stringify({ shape, strides, rows, dtype }),
      ).toBe(true);
    }
  });

  it("transposes a matrix that is larger than a span, tile by tile", async () => {
    const layout = { shape: [1500, 2000], strides: [1, 1500], byteOrder: "little" } as const;
    const { values, reads } = await read({ dtype: "F32", ...layout }, undefined);
    expect(Math.max(...reads)).toBeLessThanOrEqual(STRIDED_SPAN_BYTES);
    expect(reads.reduce((a, b) => a + b)).toBe(1500 * 2000 * 4);
    expect(Buffer.from(values).equals(byDefinition(4, layout, undefined))).toBe(true);
  });

  it("does not read gaps that are wide, and reads over those that are not", async () => {
    const wide = await read({ dtype: "F32", shape: [20], strides: [1_000_000] }, undefined);
    expect(wide.reads).toEqual(Array.from({ length: 20 }, () => 4));
    const narrow = await read({ dtype: "F32", shape: [20], strides: [100] }, undefined);
    expect(narrow.reads).toEqual([(19 * 100 + 1) * 4]);
  });

  it("reads rows that lie next to each other in one piece, and far ones apart", async () => {
    const view = {
      dtype: "F32",
      shape: [100_000, 100],
      strides: [100, 1],
      byteOrder: "big",
    } as const;
    expect((await read(view, [7, 8, 9])).reads).toEqual([1200]);
    expect((await read(view, [90_000, 7, 8])).reads).toEqual([800, 400]);
  });

  it("reads a row of a transposed matrix without a span of the whole", async () => {
    const view = { dtype: "F32", shape: [50_000, 30], strides: [1, 50_000] } as const;
    const { reads } = await read(view, [49_999]);
    expect(reads).toHaveLength(30);
    expect(reads.reduce((a, b) => a + b)).toBe(120);
  });

  it("refuses what is too large before it reads", async () => {
    const view = { dtype: "F32", shape: [2 ** 20, 2 ** 20], strides: [0, 0] } as const;
    await expect(read(view, undefined)).rejects.toMatchObject({ code: "limit-exceeded" });
    expect((await read(view, [5])).reads).toEqual([4]);
  });
});

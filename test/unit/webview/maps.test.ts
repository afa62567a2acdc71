import { describe, expect, it } from "vitest";
import { sequentialRamp } from "../../../webview/render/colourRamps.ts";
import { type Matrix, placeInGroup, valueAt } from "../../../webview/render/matrix.ts";
import { paintCells } from "../../../webview/render/paintCells.ts";
import { cellAt, numberStep, plotLayout } from "../../../webview/render/plotLayout.ts";
import {
  differenceOf,
  meanReceived,
  rowEntropy,
  rowMoved,
} from "../../../webview/render/statistics.ts";
import { colourIndex, placeOf, scaleFor, scaleTicks } from "../../../webview/render/valueScale.ts";
import {
  clampViewport,
  pixelCells,
  reveal,
  visibleCells,
  wholeMap,
  zoomAround,
} from "../../../webview/render/viewport.ts";

const causal = { window: null };

describe("value scale", () => {
  it("puts zero at one end or in the middle, and the largest value at the end", () => {
    const amounts = scaleFor("sequential", "root", [Float32Array.of(0, 0.25, 0.1)]);
    expect(amounts.max).toBe(0.25);
    expect(placeOf(amounts, 0)).toBe(0);
    expect(placeOf(amounts, 0.25)).toBe(1);
    expect(placeOf(amounts, 0.0625)).toBe(0.5);
    const differences = scaleFor("diverging", "linear", [Float32Array.of(-0.5, 0.2)]);
    expect(placeOf(differences, 0)).toBe(0.5);
    expect(placeOf(differences, -0.5)).toBe(0);
    expect(scaleTicks(differences).map((tick) => tick.value)).toEqual([-0.5, 0, 0.5]);
  });

  it("has no colour for what is no number, and survives a map of zeros", () => {
    const scale = scaleFor("sequential", "linear", [Float32Array.of(0, 0)]);
    expect(scale.max).toBe(1);
    expect(colourIndex(scale, Number.NaN)).toBe(-1);
    expect(colourIndex(scale, Infinity)).toBe(255);
  });
});

describe("viewport", () => {
  const size = { rows: 100, cols: 100 };

  it("stays on the map whatever was kept", () => {
    expect(clampViewport({ scale: 4, x: 90, y: -3 }, size)).toEqual({ scale: 4, x: 75, y: 0 });
    expect(clampViewport({ scale: 1e9, x: 0, y: 0 }, size).scale).toBe(25);
    expect(clampViewport({ scale: Number.NaN, x: 0, y: 0 }, size)).toEqual(wholeMap);
  });

  it("keeps the point under the pointer where it is", () => {
    const before = { scale: 2, x: 20, y: 30 };
    const after = zoomAround(before, 2, { x: 40, y: 50 }, size);
    const place = (view: typeof before): number => ((40 - view.x) / 100) * view.scale;
    expect(after.scale).toBe(4);
    expect(place(after)).toBeCloseTo(place(before), 10);
  });

  it("moves no further than a cell needs to come into view", () => {
    const view = { scale: 10, x: 20, y: 20 };
    expect(reveal(view, { row: 25, col: 25 }, size)).toEqual(view);
    expect(reveal(view, { row: 19, col: 30 }, size)).toEqual({ scale: 10, x: 21, y: 19 });
  });

  it("counts cells that are partly visible", () => {
    expect(visibleCells(2.5, 3, 10)).toEqual({ start: 2, count: 4 });
    expect([...pixelCells(0, 4, 8, 4)]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4]);
  });
});

describe("painted cells", () => {
  const ramp = sequentialRamp("dark");
  const size = 64;
  const values = new Float32Array(size * size);
  values[63 * size + 1] = 0.9;
  const matrix = matrixOf(values, size);

  it("leaves blank what a query cannot see", () => {
    const pixels = paintCells(matrix, ramp, wholeMap, { width: size, height: size });
    expect(alphaAt(pixels, size, 0, 1)).toBe(0);
    expect(alphaAt(pixels, size, 1, 0)).toBe(255);
  });

  it("keeps a single strong weight when many cells share a pixel", () => {
    const pixels = paintCells(matrix, ramp, wholeMap, { width: 8, height: 8 });
    const strongest = ramp.subarray(255 * 3, 255 * 3 + 3);
    expect([...pixels.subarray(7 * 8 * 4, 7 * 8 * 4 + 3)]).toEqual([...strongest]);
  });

  it("repeats a cell over all of its pixels", () => {
    const small = matrixOf(Float32Array.of(0.2, 0, 0.4, 0.8), 2);
    const pixels = paintCells(small, ramp, wholeMap, { width: 6, height: 6 });
    const rowOf = (y: number): number[] => [...pixels.subarray(y * 24, y * 24 + 24)];
    expect(rowOf(0)).toEqual(rowOf(2));
    expect(rowOf(2)).not.toEqual(rowOf(3));
  });
});

describe("plot layout", () => {
  it("names tokens only where the cells are large enough", () => {
    const few = plotLayout(matrixOf(new Float32Array(100), 10), wholeMap, square(400));
    const many = plotLayout(matrixOf(new Float32Array(10_000), 100), wholeMap, square(400));
    expect(few.rowLabels).toBe("tokens");
    expect(many.rowLabels).toBe("numbers");
    expect(many.left).toBeLessThan(few.left);
  });

  it("finds the cell under a point and none beside the plot", () => {
    const matrix = matrixOf(new Float32Array(100), 10);
    const layout = plotLayout(matrix, wholeMap, square(400));
    const inside = {
      x: layout.left + 3.5 * layout.cellWidth,
      y: layout.top + 8.5 * layout.cellHeight,
    };
    expect(cellAt(layout, wholeMap, matrix, inside)).toEqual({ row: 8, col: 3 });
    expect(cellAt(layout, wholeMap, matrix, { x: 1, y: inside.y })).toBeNull();
  });

  it("spaces numbers so that they do not touch", () => {
    expect(numberStep(30, 24)).toBe(1);
    expect(numberStep(1.5, 24)).toBe(20);
  });
});

describe("statistics of a map", () => {
  const map = {
    values: Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5),
    size: 3,
    sight: causal,
  };

  it("takes means over the pairs that exist", () => {
    expect([...meanReceived(map)]).toEqual([
      expect.closeTo((1 + 0.5 + 0.25) / 3, 6),
      expect.closeTo(0.375, 6),
      0.5,
    ]);
    const narrow = meanReceived({ ...map, sight: { window: 2 } });
    expect(narrow[0]).toBeCloseTo(0.75, 6);
  });

  it("measures entropy in bits and moved weight as a share", () => {
    expect([...rowEntropy(map)]).toEqual([0, 1, 1.5]);
    const values = differenceOf(map.values, Float32Array.of(1, 0, 0, 0, 1, 0, 0.25, 0.25, 0.5));
    expect([...rowMoved({ ...map, values })]).toEqual([0, 0.5, 0]);
  });
});

describe("matrix", () => {
  it("knows what is not there and counts columns within their part", () => {
    const matrix: Matrix = {
      ...matrixOf(Float32Array.of(1, 0, 0.5, 0.5), 2),
      groups: [
        { name: "cos", start: 0, width: 1 },
        { name: "sin", start: 1, width: 1 },
      ],
    };
    expect(valueAt(matrix, 0, 1)).toBeUndefined();
    expect(valueAt(matrix, 1, 0)).toBe(0.5);
    expect(valueAt(matrix, 2, 0)).toBeUndefined();
    expect(placeInGroup(matrix, 1)).toEqual({ name: "sin", index: 0 });
  });
});

function matrixOf(values: Float32Array, size: number): Matrix {
  const labels = Array.from({ length: size }, (_, index) => `t${index}`);
  return {
    name: "Attention with position",
    rows: size,
    cols: size,
    values,
    scale: scaleFor("sequential", "root", [values]),
    rowLabels: labels,
    colLabels: labels,
    rowTitle: "query",
    colTitle: "key",
    sight: causal,
  };
}

function square(width: number): { width: number; rowHeight: "square" } {
  return { width, rowHeight: "square" };
}

function alphaAt(pixels: Uint8ClampedArray, width: number, row: number, col: number): number {
  return pixels[(row * width + col) * 4 + 3] ?? -1;
}

import type { ColourRamp } from "./colourRamps.ts";
import { isMasked, type Matrix } from "./matrix.ts";
import { colourIndex } from "./valueScale.ts";
import { pixelCells, type Viewport } from "./viewport.ts";

/**
 * Colours of the visible part of a matrix, [height, width] pixels of red green blue alpha.
 * Where several cells share a pixel the one farthest from zero shows: a single strong weight
 * in a long text must not vanish in a mean. Masked cells stay transparent.
 */
export function paintCells(
  matrix: Matrix,
  ramp: ColourRamp,
  view: Viewport,
  size: { readonly width: number; readonly height: number },
): Uint8ClampedArray<ArrayBuffer> {
  const { width, height } = size;
  const pixels = new Uint8ClampedArray(width * height * 4);
  const cols = pixelCells(view.x, matrix.cols / view.scale, width, matrix.cols);
  const rows = pixelCells(view.y, matrix.rows / view.scale, height, matrix.rows);
  for (let y = 0; y < height; y++) {
    if (y > 0 && isSameCell(rows, y)) {
      // A cell taller than a pixel: the row above is this row.
      pixels.copyWithin(y * width * 4, (y - 1) * width * 4, y * width * 4);
      continue;
    }
    for (let x = 0; x < width; x++) {
      const value = farthest(matrix, spanAt(rows, y), spanAt(cols, x));
      const index = value === undefined ? -1 : colourIndex(matrix.scale, value);
      if (index >= 0)
        setPixel(pixels, (y * width + x) * 4, ramp.subarray(index * 3, index * 3 + 3));
    }
  }
  return pixels;
}

function isSameCell(cells: Int32Array, pixel: number): boolean {
  const [before, here, after] = cells.subarray(pixel - 1, pixel + 2);
  return before === here && (after ?? 0) <= (here ?? 0) + 1;
}

/** First cell of a pixel and one past its last; always at least one. */
function spanAt(cells: Int32Array, pixel: number): readonly [number, number] {
  const first = cells[pixel] ?? 0;
  return [first, Math.max(first + 1, cells[pixel + 1] ?? 0)];
}

function farthest(
  matrix: Matrix,
  [firstRow, endRow]: readonly [number, number],
  [firstCol, endCol]: readonly [number, number],
): number | undefined {
  let most: number | undefined;
  for (let row = firstRow; row < endRow; row++) {
    for (let col = firstCol; col < endCol; col++) {
      if (isMasked(matrix, row, col)) continue;
      const value = matrix.values[row * matrix.cols + col] ?? Number.NaN;
      if (most === undefined || Math.abs(value) > Math.abs(most)) most = value;
    }
  }
  return most;
}

function setPixel(pixels: Uint8ClampedArray, at: number, colour: Uint8ClampedArray): void {
  pixels[at] = colour[0] ?? 0;
  pixels[at + 1] = colour[1] ?? 0;
  pixels[at + 2] = colour[2] ?? 0;
  pixels[at + 3] = 255;
}

import { describe, expect, it } from "vitest";
import { addedPositions, addedRows } from "../../../../src/core/embeddings/addedPositions.ts";
import { withPosition } from "../../../../src/core/embeddings/withPosition.ts";
import { seededNumbers } from "../../../../src/core/positions/seededNumbers.ts";

describe("a token's vector with a position", () => {
  it("is their sum, and two equal words are told apart by it", () => {
    const tokens = Float32Array.of(1, 0, 0, 1, 1, 0);
    const positions = Float64Array.of(0, 0, 0, 0.5, 0, 1);
    const {
      inputs,
      without,
      with: within,
      positions: between,
    } = withPosition(tokens, positions, 2);
    expect([...inputs]).toEqual([1, 0, 0, 1.5, 1, 1]);
    expect([...without]).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1]);
    const half = 1 / Math.sqrt(2);
    [1, 0, half, 0, 1, half, half, half, 1].forEach((value, i) => {
      expect(within[i]).toBeCloseTo(value, 15);
    });
    // The first position has no vector, so it has no cosine either.
    expect(between[0]).toBeNaN();
    expect(between[8]).toBe(1);
  });

  it("is refused where the shapes do not agree or are too many", () => {
    expect(() => withPosition(new Float32Array(4), new Float64Array(6), 2)).toThrow(/do not make/);
    const many = 2000;
    expect(() => withPosition(new Float32Array(many), new Float64Array(many), 1)).toThrow(
      /at most/,
    );
  });

  it.each(addedPositions.map(({ id }) => id))("%s has finite rows of its own", (id) => {
    const numbers = seededNumbers(5);
    const ask = { dimensions: 6, positions: [0, 1, 5], sequenceLength: 8, numbers };
    const rows = addedRows(id, ask);
    expect(rows).toHaveLength(18);
    expect(rows.every(Number.isFinite)).toBe(true);
    // A row is the same whichever others are asked for.
    expect(addedRows(id, { ...ask, positions: [5] })).toEqual(rows.slice(12));
  });

  it("knows schemes by their ids alone", () => {
    const numbers = seededNumbers(5);
    const ask = { dimensions: 2, positions: [0], sequenceLength: 1, numbers };
    expect(() => addedRows("constructor", ask)).toThrow(/there are sinusoidal/);
    const positions = Array.from({ length: 40_000 }, (_, i) => i);
    expect(() => addedRows("sinusoidal", { ...ask, dimensions: 4096, positions })).toThrow(
      /at most/,
    );
  });
});

import { describe, expect, test } from "vitest";
import { distanceProfile } from "../../../src/inference/distanceProfile.ts";

describe("mean attention by distance", () => {
  // Row = query; what is right of the diagonal is masked and must not count.
  const map = new Float32Array([1, 9, 9, 0.25, 0.75, 9, 0.5, 0.125, 0.375]);

  test("is a mean over the queries that have a key so far back", () => {
    expect([...distanceProfile(map, 3, null)]).toEqual([
      (1 + 0.75 + 0.375) / 3,
      (0.25 + 0.125) / 2,
      0.5,
    ]);
  });

  test("ends at the window", () => {
    expect([...distanceProfile(map, 3, 2)]).toEqual([(1 + 0.75 + 0.375) / 3, (0.25 + 0.125) / 2]);
    expect(distanceProfile(map, 3, 8)).toHaveLength(3);
  });

  test("sums in float64, so that many small weights are not lost", () => {
    const size = 512;
    const even = new Float32Array(size * size);
    for (let query = 0; query < size; query++)
      even.fill(1 / 3, query * size, query * size + query + 1);
    const third = new Float32Array([1 / 3])[0] ?? NaN;
    for (const value of distanceProfile(even, size, null)) expect(value).toBeCloseTo(third, 14);
  });

  test("of no tokens is empty", () => {
    expect(distanceProfile(new Float32Array(0), 0, null)).toHaveLength(0);
  });
});

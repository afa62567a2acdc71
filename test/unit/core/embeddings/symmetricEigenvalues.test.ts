import { describe, expect, it } from "vitest";
import { symmetricEigen } from "../../../../src/core/embeddings/symmetricEigen.ts";
import { symmetricEigenvalues } from "../../../../src/core/embeddings/symmetricEigenvalues.ts";
import { seededNumbers } from "../../../../src/core/positions/seededNumbers.ts";

/** Largest first. */
function eigenvalues(matrix: readonly (readonly number[])[]): number[] {
  const found = symmetricEigenvalues(Float64Array.from(matrix.flat()), matrix.length);
  return [...found].toSorted((one, other) => other - one);
}

function symmetric(size: number, entry: (i: number, j: number) => number): number[][] {
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => entry(Math.min(i, j), Math.max(i, j))),
  );
}

describe("symmetricEigenvalues", () => {
  it.each([1, 2, 3, 17, 40])("equal those of Jacobi's rotations: %d rows", (size) => {
    const numbers = seededNumbers(size);
    const matrix = symmetric(size, (i, j) => 2 * numbers.at(i * size + j) - 1);
    const expected = symmetricEigen(matrix).values;
    eigenvalues(matrix).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 11));
  });

  it("are those of a chain: 2 − 2·cos(πk / (n + 1))", () => {
    const size = 200;
    const matrix = symmetric(size, (i, j) => (i === j ? 2 : j - i === 1 ? -1 : 0));
    eigenvalues(matrix).forEach((value, i) => {
      const expected = 2 - 2 * Math.cos((Math.PI * (size - i)) / (size + 1));
      expect(value).toBeCloseTo(expected, 12);
    });
  });

  it("are found of matrices of rank one and of zeros", () => {
    const one = eigenvalues(symmetric(60, () => 1e8));
    expect(one[0]).toBeCloseTo(6e9, 3);
    expect(Math.max(...one.slice(1).map(Math.abs))).toBeLessThan(1e-4);
    expect(eigenvalues(symmetric(5, () => 0))).toEqual([0, 0, 0, 0, 0]);
  });
});

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findCollisions, type CollisionReport } from "../../../../src/core/positions/collisions.ts";
import { lostExponentRows } from "../../../../src/core/positions/lostExponent.ts";
import { randomTableRows } from "../../../../src/core/positions/randomTable.ts";
import {
  scalarAbsolute,
  scalarAbsoluteRows,
} from "../../../../src/core/positions/scalarAbsolute.ts";
import {
  scaleBasedDistance,
  scaleBasedEncoding,
  scaleBasedRows,
} from "../../../../src/core/positions/scaleBased.ts";
import { seededNumbers } from "../../../../src/core/positions/seededNumbers.ts";
import { addedRows } from "../../../../src/core/embeddings/addedPositions.ts";

const shared = new URL("../../../../../shared/goldens/positions/", import.meta.url).pathname;

interface Case {
  readonly id: string;
  readonly kind?: string;
  readonly dim: number;
  readonly positions: number | readonly number[];
  readonly first_position?: number;
  readonly table_f64: readonly (readonly number[])[];
  readonly d_model: number;
  readonly values: readonly number[];
  readonly T: number;
  readonly clamp: number | null;
  readonly rows: readonly number[];
  readonly d: readonly (readonly number[])[];
  readonly PE: readonly (readonly number[])[];
  readonly PE_diagonal: readonly number[];
}

function cases(file: string): readonly Case[] {
  const path = shared + file;
  if (!existsSync(path)) return [];
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly cases: readonly Case[] }).cases;
}

describe.skipIf(!existsSync(shared))(
  "formulas of added positions, as the goldens read them",
  () => {
    it.each(cases("absolute.json").filter(({ id }) => id.startsWith("vaswani")))(
      "$id",
      ({ dim, positions, first_position: first = 0, table_f64: table }) => {
        const ask = { dimensions: dim, positions: range(first, Number(positions)) };
        const rows = addedRows("sinusoidal", {
          ...ask,
          sequenceLength: 1,
          numbers: seededNumbers(0),
        });
        expectNear(rows, table.flat(), first > 1000 ? 1e-9 : 1e-12);
      },
    );

    it.each(cases("other.json").filter(({ kind }) => kind === "scalar_absolute"))(
      "$id",
      ({ d_model: d, values, positions }) => {
        const found = (positions as readonly number[]).map((position) =>
          scalarAbsolute(position, d),
        );
        expectNear(found, values, 1e-12 * Math.SQRT2);
      },
    );

    it.each(cases("other.json").filter(({ kind }) => kind === "scale_based"))(
      "$id",
      ({ T, dim, clamp, rows, d, PE, PE_diagonal: diagonal }) => {
        const parameters = { sequenceLength: T, dimensions: dim, clamp: clamp ?? undefined };
        rows.forEach((i, row) => {
          const all = range(0, T);
          expectNear(
            all.map((j) => scaleBasedDistance(i, j, parameters)),
            d[row]!,
            1e-12 * T,
          );
          expectNear(
            all.map((j) => scaleBasedEncoding(i, j, parameters)),
            PE[row]!,
            2e-12,
          );
        });
        const added = scaleBasedRows(parameters, range(0, T));
        expectNear(
          added,
          diagonal.flatMap((value) => Array<number>(dim).fill(value)),
          2e-12,
        );
      },
    );
  },
);

/** N = 512, d = 64: the table of measured results in the knowledge on extrapolation, to its printed digits. */
describe("positions that are confused", () => {
  const positions = range(0, 512);

  it("are none of the sinusoidal ones", () => {
    const ask = { dimensions: 64, positions, sequenceLength: 512, numbers: seededNumbers(0) };
    const report = collisionsOf(addedRows("sinusoidal", ask));
    expect(report).toMatchObject({ collisions: 0, near: 0, period: undefined });
    expect(report.smallest.toPrecision(3)).toBe("0.260");
    expect(report.nearest[1] - report.nearest[0]).toBe(1);
  });

  it("are all of the scalar ones, which repeat after d", () => {
    const report = collisionsOf(scalarAbsoluteRows(64, positions));
    expect(report).toMatchObject({ collisions: 3776, period: 64 });
    expect(report.pairs).toHaveLength(100);
    expect(report.pairs.every(({ first, second }) => isSame(first, second, 64))).toBe(true);
  });

  it("are nearly all of those whose exponent is lost", () => {
    const report = collisionsOf(lostExponentRows(64, positions));
    expect(report).toMatchObject({ collisions: 0, period: undefined });
    expect(report.smallest.toPrecision(2)).toBe("0.000011");
    // Even the two ends are only (511 − 0) times as far apart.
    expect(report.near).toBe((512 * 511) / 2);
  });

  it("are none of a random table", () => {
    const report = collisionsOf(randomTableRows(64, positions, seededNumbers(1)));
    expect(report.near).toBe(0);
    expect(report.smallest).toBeGreaterThan(0.7);
  });

  it("are compared up to a limit", () => {
    expect(() => findCollisions({ count: 3000, width: 1, values: [] })).toThrow(/at most 2048/);
  });
});

describe("numbers by seed", () => {
  it("are spread evenly, repeat with the seed and change with it", () => {
    const numbers = seededNumbers(42);
    const values = range(0, 20_000).map((i) => numbers.at(i));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(new Set(values).size).toBeGreaterThan(19_990);
    expect(seededNumbers(42).at(7)).toBe(numbers.at(7));
    expect(seededNumbers(43).at(7)).not.toBe(numbers.at(7));
  });

  it("make a table of the deviation that it states", () => {
    const rows = randomTableRows(100, range(0, 200), seededNumbers(3));
    const variance = rows.reduce((sum, value) => sum + value * value, 0) / rows.length;
    expect(Math.sqrt(variance)).toBeCloseTo(0.02, 3);
  });
});

function collisionsOf(values: Float64Array): CollisionReport {
  return findCollisions({ count: 512, width: 64, values });
}

/** sin x + cos x = √2 sin(x + π/4): i and j agree where they differ by a multiple of d or add up to d/4 past one. */
function isSame(i: number, j: number, d: number): boolean {
  return (j - i) % d === 0 || (i + j - d / 4 + d) % d === 0;
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}

function expectNear(
  found: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i]! - value)).toBeLessThanOrEqual(tolerance);
  });
}

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { openEmbeddings } from "../../../../src/core/embeddings/openEmbeddings.ts";
import { principalPlane } from "../../../../src/core/embeddings/principalPlane.ts";

const fixtures = new URL("../../../fixtures/formats/static/", import.meta.url).pathname;

/** numpy.linalg.svd of the centred vectors, float64; rows with their coordinates. */
const planes = [
  {
    file: "word2vec-newlines.bin",
    variances: [4.731956343629492, 3.382674693387915],
    total: 19.909579118365794,
    points: [
      [0, [0.3548254764388164, 0.952162943888199]],
      [7, [-2.6713852608635174, 0.9274931661510672]],
      [39, [-0.4231259268098104, 0.8318949494371592]],
    ] as const,
  },
  {
    file: "glove-crlf.txt",
    variances: [4.857106883020083, 3.7732552402916135],
    total: 19.687398160834316,
    points: [
      [0, [1.2842936620477914, -1.098362149020979]],
      [7, [-2.4278809049312993, -0.997258694830412]],
      [39, [0.9002696872205004, -1.9242067322556586]],
    ] as const,
  },
];

describe("two principal axes", () => {
  it.each(planes)("of $file are those of NumPy's singular values", async (expected) => {
    const source = memorySource(readFileSync(fixtures + expected.file));
    const { value } = await (await openEmbeddings(source, expected.file)).readVocabulary();
    const rows = Array.from({ length: value.count }, (_, row) => row);
    const plane = principalPlane(await value.vectors(rows), value.dimensions);
    expect(plane.residual).toBeLessThan(1e-10);
    plane.variances.forEach((variance, i) => {
      expect(Math.abs(variance / expected.variances[i]! - 1)).toBeLessThan(1e-12);
    });
    expect(Math.abs(plane.total / expected.total - 1)).toBeLessThan(1e-12);
    for (const [row, point] of expected.points) {
      point.forEach((value, axis) => {
        expect(Math.abs(plane.points[row * 2 + axis]! - value)).toBeLessThan(1e-9);
      });
    }
    const again = principalPlane(await value.vectors(rows), value.dimensions);
    expect(again).toEqual(plane);
  });

  it("explain everything where the points lie in a plane", () => {
    // Corners of a rectangle of 6 by 2 in three dimensions, turned.
    const s = Math.SQRT1_2;
    const corners = [-3, 3].flatMap((a) => [-1, 1].map((b) => [a * s, a * s, b]));
    const plane = principalPlane(corners.flat(), 3);
    expect(plane.variances[0]).toBeCloseTo(12, 12);
    expect(plane.variances[1]).toBeCloseTo(4 / 3, 12);
    expect(plane.variances[0] + plane.variances[1]).toBeCloseTo(plane.total, 12);
    expect([...plane.points].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([
      -3, -1, -3, 1, 3, -1, 3, 1,
    ]);
  });

  it("have nothing to show for equal vectors, one vector, or one dimension", () => {
    expect([...principalPlane([1, 2, 1, 2], 2).points]).toEqual([0, 0, 0, 0]);
    expect([...principalPlane([5, 6, 7], 3).points]).toEqual([0, 0]);
    const line = principalPlane([1, 3], 1);
    expect([...line.points]).toEqual([-1, 0, 1, 0]);
    expect(line.variances).toEqual([2, 0]);
  });

  it("refuse values that are not finite", () => {
    expect(() => principalPlane([1, 2, NaN, 4], 2)).toThrow(/vector 1 /);
  });
});

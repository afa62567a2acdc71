import { describe, expect, it } from "vitest";
import { readParameters } from "../../../../../src/core/positions/schemeParameter.ts";
import { bareKind } from "../../../../../src/core/positions/registry.ts";
import type { PositionalVectors } from "../../../../../src/core/positions/positionalVectors.ts";
import { mappedDistance } from "../../../../../src/core/positions/rotary/mappedDistance.ts";
import { mropeAxis } from "../../../../../src/core/positions/rotary/mrope.ts";
import {
  drawPositions,
  orderStatistics,
} from "../../../../../src/core/positions/rotary/randomized.ts";
import {
  ropeIndex,
  type RopeIndexInput,
} from "../../../../../src/core/positions/rotary/ropeIndex.ts";

function vectorsOf(
  kind: string,
  given: Readonly<Record<string, unknown>>,
  positions: readonly number[],
): PositionalVectors {
  const found = bareKind(kind);
  const { values, problems } = readParameters(
    found?.bare?.parameters ?? [],
    new Map(Object.entries(given)),
  );
  expect(problems).toEqual([]);
  const scheme = found?.bare?.create(values);
  if (found === undefined || scheme === undefined) throw new Error(`${kind} has no name`);
  const vectors = found.vectors(scheme, positions, Math.max(...positions) + 1);
  if (vectors === undefined) throw new Error(`${kind} has no vectors`);
  return vectors;
}

const prompt: RopeIndexInput = {
  types: [0, 2, 2, 2, 2, 0],
  imageGrids: [],
  videoGrids: [[4, 2, 2]],
  spatialMerge: 2,
  video: { frames: "together", temporalMerge: 1, interval: 1 },
};

describe("position ids of a prompt with a video", () => {
  it("counts seconds in steps of Qwen2.5-VL, and goes on after the longer side", () => {
    const { ids, delta } = ropeIndex({ ...prompt, video: { ...prompt.video, interval: 25 } });
    expect(ids[0]).toEqual([0, 1, 26, 51, 76, 2]);
    expect(ids[1]).toEqual([0, 1, 1, 1, 1, 2]);
    expect(delta).toBe(76 + 1 - 6);
  });

  it("merges frames as Ernie 4.5 VL does", () => {
    const { ids } = ropeIndex({
      ...prompt,
      types: [0, 2, 2, 0],
      video: { ...prompt.video, temporalMerge: 2 },
    });
    expect(ids[0]).toEqual([0, 1, 2, 2]);
  });

  it("places each frame for itself as Qwen3-VL does, with its time in text between", () => {
    const { ids } = ropeIndex({
      ...prompt,
      types: [0, 2, 0, 2],
      videoGrids: [[2, 2, 2]],
      video: { ...prompt.video, frames: "apart" },
    });
    expect(ids[0]).toEqual([0, 1, 2, 3]);
  });

  it("says which patches and grids do not fit", () => {
    expect(() => ropeIndex({ ...prompt, videoGrids: [] })).toThrow(
      "token 1 begins one more video than there are grids",
    );
    expect(() => ropeIndex({ ...prompt, videoGrids: [[2, 2, 2]] })).toThrow(
      "the video at token 1 has 4 tokens, its grid [2, 2, 2] gives 2",
    );
    expect(() => ropeIndex({ ...prompt, videoGrids: [[4, 3, 2]] })).toThrow(
      "the grid [4, 3, 2] has 3 rows, a multiple of 2 above 0 is allowed",
    );
    expect(() => ropeIndex({ ...prompt, spatialMerge: 0 })).toThrow("a multiple of 0 above 0");
  });
});

describe("M-RoPE by its name", () => {
  it("is plain RoPE for text", () => {
    const text = vectorsOf("mrope", { mrope_section: [2, 3, 3] }, [0, 3, 1000]);
    const rope = vectorsOf("rope", { rotary_dim: 16 }, [0, 3, 1000]);
    expect(text.parts).toEqual(rope.parts);
  });

  it("turns the tokens of an image by their row and column", () => {
    const given = { mrope_section: [1, 1, 1], image_grid_thw: [1, 4, 4], image_start: 2 };
    const [cos] = vectorsOf("mrope", given, [0, 1, 2, 3, 4, 5, 6]).parts;
    const angles = [2, 2, 3, 3].map((time, token) => [2, time, token % 2 === 0 ? 2 : 3]);
    const expected = angles.map((row) => row.map((id, k) => Math.cos(id * 10_000 ** (-k / 3))));
    expect([...(cos?.values.subarray(6, 18) ?? [])]).toEqual(expected.flat().map(Math.fround));
    expect(cos?.values[18]).toBe(Math.fround(Math.cos(4)));
  });

  it("gives height and width the first pairs in Ernie's order, and cuts uneven sections as it does", () => {
    const axes = (sections: readonly number[]): number[] =>
      Array.from({ length: 8 }, (_, pair) =>
        mropeAxis(
          { kind: "mrope", base: 1e4, sections, layout: "heightWidthFirst", image: undefined },
          pair,
        ),
      );
    expect(axes([2, 3, 3])).toEqual([1, 2, 1, 2, 1, 2, 0, 0]);
    // Order of frequencies 0, 2, 4, 1, 3, 5, of which the first four are of the height.
    expect(axes([2, 4, 2])).toEqual([1, 1, 1, 2, 1, 2, 0, 0]);
  });

  it("refuses sections and grids that do not fit together", () => {
    expect(() => vectorsOf("mrope", { mrope_section: [1, 2] }, [0])).toThrow("three whole numbers");
    expect(() => vectorsOf("mrope", { mrope_section: [0, 0, 0] }, [0])).toThrow(
      "not all of them 0",
    );
    expect(() => vectorsOf("mrope", { image_grid_thw: [1, 3, 4] }, [0])).toThrow("multiples of 2");
    const huge = { image_grid_thw: [60_000, 60_000, 60_000] };
    expect(() => vectorsOf("mrope", huge, [0])).toThrow("tokens, at most");
  });
});

describe("dual chunks", () => {
  // An et al. 2024, figure 2: trained on 10 tokens, chunks of 6.
  const map = { type: "dualChunk", trained: 10, chunk: 6 } as const;

  it("gives the paper's positions of queries to the next chunk and to later ones", () => {
    const next = [6, 7, 8, 9, 10, 11].map((i) => mappedDistance(map, i, 0));
    expect(next).toEqual([6, 7, 8, 9, 9, 9]);
    expect([12, 13, 17].map((i) => mappedDistance(map, i, 0))).toEqual([9, 9, 9]);
    expect(mappedDistance(map, 17, 5)).toBe(4);
  });

  it("never passes the trained length, and keeps distances within a chunk", () => {
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j <= i; j++) {
        const distance = mappedDistance(map, i, j);
        expect(distance).toBeLessThan(10);
        if (Math.floor(i / 6) === Math.floor(j / 6)) expect(distance).toBe(i - j);
        if (i - j < 4) expect(distance).toBe(i - j);
      }
    }
  });

  it("needs chunks shorter than the trained length", () => {
    expect(() => vectorsOf("mappedRope", { map: "dualChunk", chunk: 4096 }, [0])).toThrow(
      "chunk is 4096, less than trained (4096) is allowed",
    );
  });
});

describe("xPos by its name", () => {
  it("gives queries and keys whose product depends on their distance alone", () => {
    const parts = new Map(
      vectorsOf("xpos", { head_dim: 2 }, [3, 10]).parts.map(({ name, values }) => [name, values]),
    );
    const at = (name: string, row: number): number => parts.get(name)?.[row] ?? NaN;
    const score = at("query cos", 1) * at("key cos", 0) + at("query sin", 1) * at("key sin", 0);
    expect(score).toBeCloseTo(Math.cos(7) * (0.4 / 1.4) ** (7 / 512), 6);
  });

  it("refuses positions whose scale no float32 holds", () => {
    expect(() => vectorsOf("xpos", {}, [100_000])).toThrow("beyond the largest float32");
  });
});

describe("drawn positions", () => {
  const scheme = { kind: "randomized", range: 1000, width: 4, seed: 0 } as const;

  it("are strictly increasing and within the range, whatever the seed", () => {
    for (let seed = 0; seed < 200; seed++) {
      const drawn = [...drawPositions({ ...scheme, seed }, 40)];
      expect(drawn.length).toBe(40);
      expect(drawn.every((position, i) => i === 0 || position > (drawn[i - 1] ?? 0))).toBe(true);
      expect(drawn.at(-1)).toBeLessThan(1000);
    }
  });

  it("have the means of a uniform draw within five standard errors", () => {
    const draws = 2000;
    const sums = [0, 0, 0];
    for (let seed = 1; seed <= draws; seed++) {
      drawPositions({ ...scheme, seed }, 3).forEach((position, k) => {
        sums[k] = (sums[k] ?? 0) + position;
      });
    }
    orderStatistics(3, 1000).forEach(({ mean, variance }, k) => {
      const error = Math.sqrt(variance / draws);
      expect(Math.abs((sums[k] ?? NaN) / draws - mean)).toBeLessThan(5 * error);
    });
  });

  it("are all positions where as many are wanted as there are, and no more", () => {
    expect([...drawPositions({ ...scheme, range: 5 }, 5)]).toEqual([0, 1, 2, 3, 4]);
    expect(() => drawPositions(scheme, 1001)).toThrow("range has 1,000");
  });
});

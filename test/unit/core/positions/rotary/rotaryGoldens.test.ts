import { describe, expect, it } from "vitest";
import { gridAngles, gridPlace } from "../../../../../src/core/positions/rotary/gridRope.ts";
import { mappedDistance } from "../../../../../src/core/positions/rotary/mappedDistance.ts";
import { mropeAngles, mropeAxis } from "../../../../../src/core/positions/rotary/mrope.ts";
import {
  ntkAwareBase,
  ntkAwareFrequencies,
} from "../../../../../src/core/positions/rotary/ntkAware.ts";
import { pairFrequencies } from "../../../../../src/core/positions/rotary/pairFrequencies.ts";
import { queryFactor } from "../../../../../src/core/positions/rotary/queryScale.ts";
import { meanGap, orderStatistics } from "../../../../../src/core/positions/rotary/randomized.ts";
import type { QueryScaleScheme } from "../../../../../src/core/positions/rotary/rotarySchemes.ts";
import { ropeIndex, type TokenType } from "../../../../../src/core/positions/rotary/ropeIndex.ts";
import { rotate } from "../../../../../src/core/positions/rotary/rotate.ts";
import { xposDecay, xposScale, xposStart } from "../../../../../src/core/positions/rotary/xpos.ts";
import { largestDifference, positionCases, type PositionCase } from "../positionCases.ts";

const DOUBLE = 1e-12;

type Matrix = readonly (readonly number[])[];

function named(...kinds: readonly string[]): (readonly [string, PositionCase])[] {
  return positionCases("other", ...kinds).map((golden) => [golden.id, golden] as const);
}

function expectNear(found: ArrayLike<number>, expected: unknown): void {
  const flat = (expected as number[]).flat(3);
  expect(largestDifference(found, flat)).toBeLessThan(DOUBLE);
}

/** cos and sin of one half, twice, as the library lays them out for half-split pairs. */
function twice(angles: readonly Float64Array[], turn: (angle: number) => number): number[] {
  return angles.flatMap((row) => [...row, ...row].map(turn));
}

describe("position ids of M-RoPE", () => {
  it.each(named("rope_index"))("%s", (_, golden) => {
    const family = String(golden["family"]);
    const apart = family === "qwen3_vl" || family === "glm4v";
    const found = ropeIndex({
      types: golden["token_types"] as TokenType[],
      mask: golden["attention_mask"] as number[],
      imageGrids: (golden["image_grid_thw"] ?? []) as number[][],
      videoGrids: (golden["video_grid_thw"] ?? []) as number[][],
      spatialMerge: Number(golden["spatial_merge_size"]),
      video: { frames: apart ? "apart" : "together", temporalMerge: 1, interval: 1 },
    });
    expect(found.ids).toEqual(golden["position_ids"]);
    expect([found.delta]).toEqual(golden["delta"]);
  });
});

describe("M-RoPE", () => {
  it.each(named("mrope"))("%s", (_, golden) => {
    const scheme = {
      kind: "mrope",
      base: Number(golden["rope_theta"]),
      sections: golden["mrope_section"] as number[],
      layout: golden["family"] === "qwen3_vl" ? "interleaved" : "contiguous",
      image: undefined,
    } as const;
    const half = Number(golden["head_dim"]) / 2;
    const axes = Array.from({ length: half }, (_, pair) => mropeAxis(scheme, pair));
    expect([...axes, ...axes]).toEqual(golden["axis_of_column"]);
    const ids = golden["position_ids"] as Matrix;
    const tokens = (ids[0] ?? []).map((_, token) => ids.map((axis) => axis[token] ?? NaN));
    const angles = tokens.map(mropeAngles(scheme));
    expectNear(twice(angles, Math.cos), golden["cos"]);
    expectNear(twice(angles, Math.sin), golden["sin"]);
  });
});

describe("rotations of images", () => {
  const families = {
    qwen2_vl_vision: "qwen2Vl",
    pixtral: "pixtral",
    dinov3_vit: "dinov3",
  } as const;

  it.each(named("rope_2d"))("%s", (_, golden) => {
    const family = families[golden["family"] as keyof typeof families];
    const places = (golden["positions_hw"] ?? golden["patch_centres_hw"]) as [number, number][];
    const columns = new Set(places.map(([, column]) => column)).size;
    const scheme = {
      kind: "gridRope",
      family,
      base: Number(golden["rope_theta"] ?? 10_000),
      headDim: Number(golden["head_dim"]),
      height: places.length / columns,
      columns,
    } as const;
    const found = places.map((_, position) => gridPlace(scheme, position));
    expectNear(found.flat(), places);
    const angles = places.map(gridAngles(scheme));
    expectNear(twice(angles, Math.cos), golden["cos"]);
    expectNear(twice(angles, Math.sin), golden["sin"]);
  });
});

describe("the rotation itself", () => {
  it.each(named("rotate"))("%s", (_, golden) => {
    const layout = golden["pairing"] as "half" | "interleaved";
    const turned = (rows: unknown): Float64Array[] =>
      (rows as number[][]).map((row, position) => {
        const frequencies = pairFrequencies(Number(golden["rope_theta"]), row.length);
        return rotate(
          row,
          frequencies.map((frequency) => position * frequency),
          layout,
        );
      });
    const [q, k] = [turned(golden["q"]), turned(golden["k"])];
    expectNear(
      q.flatMap((row) => [...row]),
      golden["q_out"],
    );
    expectNear(
      k.flatMap((row) => [...row]),
      golden["k_out"],
    );
    const scores = q.flatMap((query) =>
      k.map((key) => query.reduce((sum, value, i) => sum + value * (key[i] ?? NaN), 0)),
    );
    expectNear(scores, golden["scores"]);
  });
});

describe("xPos", () => {
  it.each(named("xpos"))("%s", (_, golden) => {
    const length = Number(golden["positions"]);
    const isCentred = golden["scale_positions"] !== undefined;
    const scheme = {
      kind: "xpos",
      base: 10_000,
      headDim: Number(golden["head_dim"]),
      gamma: Number(golden["gamma"]),
      scaleBase: Number(golden["scale_base"]),
      centre: isCentred ? "torchscale" : "start",
    } as const;
    expectNear(xposDecay(scheme), golden["zeta"]);
    const places = Array.from({ length }, (_, i) => i + xposStart(scheme, length));
    if (isCentred) expect(places).toEqual(golden["scale_positions"]);
    const factors = (side: "query" | "key"): number[] =>
      places.flatMap((place) => [...xposScale(scheme, place, side)]);
    expectNear(factors("query"), golden["query_scale"]);
    expectNear(factors("key"), golden["key_scale"]);
    for (const [distance, decay] of Object.entries(golden["net_decay_at"] as object)) {
      expectNear(xposScale(scheme, Number(distance), "query"), decay);
    }
  });
});

describe("NTK-aware scaling", () => {
  it.each(named("ntk_aware"))("%s", (_, golden) => {
    const scheme = {
      kind: "ntkAware",
      base: Number(golden["rope_theta"]),
      rotaryDim: Number(golden["rotary_dim"]),
      alpha: Number(golden["alpha"]),
    } as const;
    expectNear([ntkAwareBase(scheme)], [golden["theta"]]);
    expectNear(ntkAwareFrequencies(scheme), golden["inv_freq"]);
  });
});

describe("maps of positions", () => {
  it.each(named("rerope", "leaky_rerope"))("%s", (_, golden) => {
    const window = Number(golden["window"]);
    const map =
      golden.kind === "rerope"
        ? ({ type: "rerope", window } as const)
        : ({ type: "leakyRerope", window, k: Number(golden["k"]) } as const);
    const expected = golden["mapped"] as number[];
    expect(expected.map((_, distance) => mappedDistance(map, distance, 0))).toEqual(expected);
    expect(expected.map((_, distance) => mappedDistance(map, distance + 7, 7))).toEqual(expected);
  });

  it.each(named("self_extend"))("%s", (_, golden) => {
    const map = {
      type: "selfExtend",
      window: Number(golden["window"]),
      group: Number(golden["group"]),
      form: golden["form"] as "floor" | "exact",
    } as const;
    const expected = golden["relative"] as Matrix;
    const found = expected.map((row, i) =>
      row.map((_, j) => (j > i ? -1 : mappedDistance(map, i, j))),
    );
    expectNear(found.flat(), expected);
  });
});

describe("scales of queries", () => {
  const forms: Readonly<Record<string, QueryScaleScheme["form"]>> = {
    plain: "logn",
    clamped: "lognClamped",
    natural: "lognNatural",
  };

  it.each(named("logn"))("%s", (_, golden) => {
    const form = forms[String(golden["form"])] ?? "logn";
    const scheme = { kind: "queryScale", form, length: Number(golden["L"]), beta: 0 } as const;
    const found = (golden["n"] as number[]).map((n) => queryFactor(scheme, n - 1));
    expectNear(found, golden["factor"]);
  });

  it.each(named("query_scale"))("%s", (_, golden) => {
    const isLlama4 = golden["attn_scale"] !== undefined;
    const scheme = {
      kind: "queryScale",
      form: isLlama4 ? "llama4" : "ministral3",
      length: Number(golden["floor_scale"] ?? golden["original_max_position_embeddings"]),
      beta: Number(golden["attn_scale"] ?? golden["beta"]),
    } as const;
    const found = (golden["positions"] as number[]).map((p) => queryFactor(scheme, p));
    expectNear(found, golden["factor"]);
  });
});

describe("randomised positions", () => {
  it.each(named("randomized"))("%s", (_, golden) => {
    const [count, range] = [Number(golden["n"]), Number(golden["N"])];
    const statistics = orderStatistics(count, range);
    expectNear(
      statistics.map(({ mean }) => mean),
      golden["mean"],
    );
    expectNear(
      statistics.map(({ variance }) => variance),
      golden["variance"],
    );
    expectNear([meanGap(count, range)], [golden["mean_gap"]]);
  });
});

import { describe, expect, it } from "vitest";
import { alibi, alibiSlopes } from "../../../../../src/core/positions/relative/alibi.ts";
import { windowCoordinates } from "../../../../../src/core/positions/relative/continuousWindow.ts";
import { copeScores } from "../../../../../src/core/positions/relative/cope.ts";
import { debertaRelative } from "../../../../../src/core/positions/relative/deberta.ts";
import { fireBias, fireInput } from "../../../../../src/core/positions/relative/fire.ts";
import { kerpleBias } from "../../../../../src/core/positions/relative/kerple.ts";
import {
  compressionRatio,
  sandwichInner,
} from "../../../../../src/core/positions/relative/sandwich.ts";
import { shawRow, shawScores } from "../../../../../src/core/positions/relative/shaw.ts";
import { t5Bucket } from "../../../../../src/core/positions/relative/t5.ts";
import {
  distanceRow,
  xlnetDistances,
} from "../../../../../src/core/positions/relative/transformerXl.ts";
import {
  windowTableIndex,
  windowTableRows,
} from "../../../../../src/core/positions/relative/windowTable.ts";
import { largestDifference, positionCases } from "../positionCases.ts";

const DOUBLE = 1e-12;

function grid<T>(rows: number, columns: number, value: (row: number, column: number) => T): T[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => value(i, j)),
  );
}

function steps(from: unknown, to: unknown): number[] {
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
}

describe("ALiBi", () => {
  it.each(positionCases("alibi", "slopes").map((c) => [c.id, c] as const))("%s", (_, golden) => {
    const heads = Number(golden["heads"]);
    const slopes = (builder: "bloom" | "falcon" | "mpt", maxBias = 8): readonly number[] =>
      alibiSlopes({ kind: "alibi", builder, maxBias, direction: "causal" }, heads);
    expect(largestDifference(slopes("bloom"), golden["bloom_f64"] as number[])).toBeLessThan(1e-6);
    expect(slopes("falcon")).toEqual((golden["falcon"] as number[]).map(Math.fround));
    for (const maxBias of [4, 8, 16]) {
      const expected = golden[`mpt_max${maxBias}`] as number[];
      expect(largestDifference(slopes("mpt", maxBias), expected)).toBeLessThan(1e-6);
    }
  });

  it.each(positionCases("alibi", "bias").map((c) => [c.id, c] as const))("%s", (_, golden) => {
    const heads = Number(golden["heads"]);
    const keys = steps(0, Number(golden["T"]) - 1);
    const bias = (builder: "bloom" | "mpt"): number[][] => {
      const scheme = { kind: "alibi", builder, maxBias: 8, direction: "causal" } as const;
      const request = {
        heads,
        queries: [keys.length - 1],
        keys,
        learned: new Map<string, Float32Array>(),
      };
      const values = alibi.bias?.(scheme, request).values ?? new Float32Array();
      return grid(heads, keys.length, (head, key) => values[head * keys.length + key] ?? NaN);
    };
    // The reference's rows differ from −m·(i − j) by a constant per row, which softmax does not see.
    const shifted = bias("bloom").map((row) => row.map((value) => value - (row[0] ?? 0)));
    const bloom = (golden["bloom"] as number[][]).flat();
    expect(largestDifference(shifted.flat(), bloom)).toBeLessThan(1e-6);
    expect(
      largestDifference(bias("mpt").flat(), (golden["mpt"] as number[][]).flat()),
    ).toBeLessThan(1e-6);
  });
});

describe("buckets", () => {
  it.each(positionCases("buckets", "t5", "mpnet", "layoutlmv2").map((c) => [c.id, c] as const))(
    "%s",
    (_, golden) => {
      const scheme = {
        kind: "t5",
        buckets: Number(golden["num_buckets"]),
        maxDistance: Number(golden["max_distance"]),
        direction: golden["bidirectional"] === false ? "causal" : "bidirectional",
      } as const;
      const found = steps(golden["relative_from"], golden["relative_to"]).map((r) =>
        t5Bucket(scheme, r),
      );
      expect(found).toEqual(golden["buckets"]);
    },
  );

  it.each(positionCases("buckets", "deberta_v2_log").map((c) => [c.id, c] as const))(
    "%s",
    (_, golden) => {
      const scheme = {
        kind: "deberta",
        buckets: Number(golden["bucket_size"]),
        maxRelative: Number(golden["max_position"]),
      } as const;
      const relative = steps(golden["relative_from"], golden["relative_to"]);
      expect(relative.map((r) => debertaRelative(scheme, r, 0) + 0)).toEqual(golden["buckets"]);
    },
  );

  it.each(
    positionCases("buckets", "deberta_v2_build", "deberta_v1_build").map((c) => [c.id, c] as const),
  )("%s", (_, golden) => {
    const scheme = {
      kind: "deberta",
      buckets: Number(golden["bucket_size"] ?? 0),
      maxRelative: Number(golden["max_position"] ?? 0),
    } as const;
    const matrix = golden["matrix"] as number[][];
    const found = grid(
      matrix.length,
      matrix[0]?.length ?? 0,
      (i, j) => debertaRelative(scheme, i, j) + 0,
    );
    expect(found).toEqual(matrix);
  });
});

describe("windows", () => {
  it.each(positionCases("buckets", "swin", "beit", "swinv2").map((c) => [c.id, c] as const))(
    "%s",
    (_, golden) => {
      const [height = 0, width = 0] = golden["window"] as number[];
      const classToken = golden.kind === "beit" ? "first" : "none";
      const scheme = { kind: "windowTable", height, width, classToken } as const;
      const cells = height * width + (classToken === "first" ? 1 : 0);
      expect(grid(cells, cells, (i, j) => windowTableIndex(scheme, i, j))).toEqual(golden["index"]);
      if (golden["table_rows"] !== undefined)
        expect(windowTableRows(scheme)).toBe(golden["table_rows"]);
      if (golden.kind !== "swinv2") return;
      const [pretrainedHeight = 0, pretrainedWidth = 0] = golden["pretrained_window"] as number[];
      const found = windowCoordinates({
        kind: "continuousWindow",
        height,
        width,
        pretrainedHeight,
        pretrainedWidth,
      });
      const expected = (golden["coords_table"] as number[][][][]).flat(3);
      expect(largestDifference(found, expected)).toBeLessThan(1e-6);
    },
  );
});

describe("sinusoids of distances", () => {
  it.each(positionCases("buckets", "xlnet").map((c) => [c.id, c] as const))("%s", (_, golden) => {
    const clamp = Math.max(0, Number(golden["clamp_len"]));
    const scheme = { kind: "transformerXl", width: Number(golden["d_model"]), clamp } as const;
    const direction = golden["attn_type"] as "bi" | "uni";
    const distances = xlnetDistances(Number(golden["qlen"]), Number(golden["klen"]), direction);
    const rows = distances.flatMap((distance) => distanceRow(scheme, distance));
    expect(largestDifference(rows, (golden["rows_f64"] as number[][][]).flat(2))).toBeLessThan(
      DOUBLE,
    );
  });

  it.each(positionCases("buckets", "transformer_xl").map((c) => [c.id, c] as const))(
    "%s",
    (_, golden) => {
      const scheme = {
        kind: "transformerXl",
        width: Number(golden["d_model"]),
        clamp: Number(golden["clamp_len"]),
      } as const;
      const length = Number(golden["klen"]);
      const rows = Array.from({ length }, (_, i) => distanceRow(scheme, length - 1 - i)).flat();
      expect(largestDifference(rows, (golden["rows_f64"] as number[][]).flat())).toBeLessThan(
        DOUBLE,
      );
    },
  );
});

describe("functions of distance", () => {
  it.each(positionCases("other", "kerple").map((c) => [c.id, c] as const))("%s", (_, golden) => {
    const variant = golden["variant"] as "log" | "power";
    const scheme = {
      kind: "kerple",
      variant,
      r1: [Number(golden["r1"])],
      r2: [Number(golden["r2"])],
    } as const;
    const found = steps(golden["distance_from"], golden["distance_to"]).map((m) =>
      kerpleBias(scheme, 0, m),
    );
    expect(largestDifference(found, golden["bias"] as number[])).toBeLessThan(DOUBLE);
  });

  it.each(positionCases("other", "sandwich").map((c) => [c.id, c] as const))("%s", (_, golden) => {
    const scheme = {
      kind: "sandwich",
      dbar: Number(golden["dbar"]),
      firstIndex: Number(golden["first_index"]),
      offset: Number(golden["offset"]),
    } as const;
    const heads = Number(golden["heads"]);
    const inner = steps(golden["distance_from"], golden["distance_to"]).map((m) =>
      sandwichInner(scheme, m),
    );
    expect(largestDifference(inner, golden["inner"] as number[])).toBeLessThan(DOUBLE);
    const bias = grid(
      heads,
      inner.length,
      (head, m) => ((inner[m] ?? 0) - scheme.offset) / compressionRatio(head, heads),
    );
    expect(largestDifference(bias.flat(), (golden["bias"] as number[][]).flat())).toBeLessThan(
      DOUBLE,
    );
  });

  it.each(positionCases("other", "fire").map((c) => [c.id, c] as const))("%s", (_, golden) => {
    const form = golden["form"] as "equation" | "listing";
    const [w1, w2] = [(golden["W1"] as number[][]).flat(), (golden["W2"] as number[][]).flat()];
    const layers = { w1, b1: golden["b1"] as number[], w2, b2: golden["b2"] as number[] };
    const scheme = {
      kind: "fire",
      c: Number(golden["c"]),
      threshold: Number(golden["L"]),
      hidden: layers.b1.length,
      form,
    } as const;
    const n = Number(golden["T"]);
    const input = grid(n, n, (i, j) => (j > i ? 0 : fireInput(scheme, i, j)));
    expect(largestDifference(input.flat(), (golden["input"] as number[][]).flat())).toBeLessThan(
      DOUBLE,
    );
    const bias = layers.b2.flatMap((_, head) =>
      input.flatMap((row, i) => row.map((x, j) => (j > i ? 0 : fireBias(layers, head, x)))),
    );
    expect(largestDifference(bias, (golden["bias"] as number[][][]).flat(2))).toBeLessThan(DOUBLE);
  });
});

describe("schemes that look at content", () => {
  it.each(positionCases("other", "shaw").map((c) => [c.id, c] as const))("%s", (_, golden) => {
    const scheme = { kind: "shaw", clip: Number(golden["clip"]) } as const;
    const q = golden["q"] as number[][];
    const n = q.length;
    const index = grid(n, n, (i, j) => shawRow(scheme, i, j));
    expect(index).toEqual(golden["index"]);
    const size = { queries: n, keys: n, width: q[0]?.length ?? 0 };
    const scores = shawScores(scheme, q.flat(), (golden["aK"] as number[][]).flat(), size);
    expect(
      largestDifference(scores, (golden["position_scores"] as number[][]).flat()),
    ).toBeLessThan(DOUBLE);
  });

  it.each(positionCases("other", "cope").map((c) => [c.id, c] as const))("%s", (_, golden) => {
    const gate = golden["gate"] as "equation" | "listing" | "repository";
    const [q, k, e] = ["q", "k", "e"].map((name) => golden[name] as number[][]);
    const n = q?.length ?? 0;
    const input = {
      q: q?.flat() ?? [],
      k: k?.flat() ?? [],
      e: e?.flat() ?? [],
      n,
      width: q?.[0]?.length ?? 0,
    };
    const maxPositions = Number(golden["npos_max"]);
    const found = copeScores({ kind: "cope", maxPositions, gate }, input);
    expect(
      largestDifference(found.positions, (golden["position"] as number[][]).flat()),
    ).toBeLessThan(DOUBLE);
    expect(largestDifference(found.bias, (golden["bias"] as number[][]).flat())).toBeLessThan(
      DOUBLE,
    );
    const probabilities = grid(n, n, (i, j) =>
      softmaxAt(found.scores.subarray(i * n, (i + 1) * n), j),
    );
    const expected = (golden["probabilities"] as number[][]).flat();
    expect(largestDifference(probabilities.flat(), expected)).toBeLessThan(DOUBLE);
  });
});

function softmaxAt(scores: Float64Array, at: number): number {
  const most = Math.max(...scores);
  const sum = scores.reduce((total, score) => total + Math.exp(score - most), 0);
  return Math.exp((scores[at] ?? 0) - most) / sum;
}

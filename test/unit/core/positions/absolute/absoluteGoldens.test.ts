import { describe, expect, it } from "vitest";
import type { SinusoidalScheme } from "../../../../../src/core/positions/absolute/absoluteSchemes.ts";
import { axialRow } from "../../../../../src/core/positions/absolute/axial.ts";
import {
  gridRow,
  gridSinusoidal,
} from "../../../../../src/core/positions/absolute/gridSinusoidal.ts";
import { learnedRow } from "../../../../../src/core/positions/absolute/learned.ts";
import { sinusoidal, tableRow } from "../../../../../src/core/positions/absolute/sinusoidal.ts";
import { readParameters } from "../../../../../src/core/positions/schemeParameter.ts";
import { largestDifference, positionCases, type PositionCase } from "../positionCases.ts";

const all = positionCases("absolute");

/** The scheme that a case's family has. */
function schemeOf(golden: PositionCase): SinusoidalScheme {
  const layout = String(golden["layout"]);
  const family = golden["family"] as string;
  const padding = golden["padding_idx"];
  const isInterleaved = layout.startsWith("interleaved");
  const isSpacedOtherwise = layout.includes("d/2-1") || ["whisper", "pegasus_x"].includes(family);
  return {
    kind: "sinusoidal",
    width: Number(golden["dim"]),
    layout: isInterleaved ? "interleaved" : layout.startsWith("cos") ? "cosSin" : "sinCos",
    spacing: isSpacedOtherwise ? "tensor2tensor" : "transformer",
    base: 10_000,
    firstRow: 0,
    zeroRow: typeof padding === "number" ? padding : null,
  };
}

/** Rows of the table that the case lists. */
function rowsOf(golden: PositionCase): readonly number[] {
  const [count = 0] = golden["shape"] as number[];
  const positions = Number(golden["positions"]);
  const first = Number(golden["first_position"] ?? 0);
  if (golden.id.startsWith("conformer"))
    return Array.from({ length: count }, (_, i) => positions - 1 - i);
  return Array.from({ length: count }, (_, i) => first + (i * positions) / count);
}

describe("sinusoids as each family lays them out", () => {
  const cases = all.filter((c) => c["shape"] !== undefined && !c.id.startsWith("vit_mae"));
  it.each(cases.map((c) => [c.id, c] as const))("%s", (_, golden) => {
    const scheme = schemeOf(golden);
    const rows = rowsOf(golden);
    const found = rows.flatMap((row) => [...tableRow(scheme, row)]);
    const exact = golden["table_f64"] as number[][] | undefined;
    const farthest = Math.max(...rows);
    if (exact !== undefined) {
      expect(largestDifference(found, exact.flat())).toBeLessThan(farthest > 1000 ? 1e-9 : 1e-12);
    }
    if (golden["table"] === undefined) return;
    const rounded = (golden["table"] as number[][]).flat();
    // The library multiplies in float32, so its phase drifts with the position.
    const tolerance = exact === undefined ? 1e-6 : 1e-6 * Math.max(1, farthest);
    expect(largestDifference(found, rounded)).toBeLessThan(tolerance);
  });

  it.each(
    all
      .filter((c) => c.id.startsWith("vit_mae") && c["shape"] !== undefined)
      .map((c) => [c.id, c] as const),
  )("%s", (_, golden) => {
    const table = golden["table_f64"] as number[][];
    const scheme = {
      kind: "gridSinusoidal",
      height: Number(golden["height"]),
      columns: Number(golden["width"]),
      width: Number(golden["dim"]),
      classToken: golden["cls_token"] === true ? "first" : "none",
    } as const;
    const found = table.flatMap((_, position) => [...gridRow(scheme, position)]);
    expect(largestDifference(found, table.flat())).toBeLessThan(1e-12);
  });

  it("refuses what the library refuses: a width of the grid that is no multiple of 4", () => {
    const { values } = readParameters(
      gridSinusoidal.bare?.parameters ?? [],
      new Map([["d_model", 10]]),
    );
    expect(() => gridSinusoidal.bare?.create(values)).toThrow(
      "d_model is 10, a multiple of 4 is allowed",
    );
  });

  it("counts from the row after the padding", () => {
    const given = new Map<string, unknown>([
      ["padding_idx", 1],
      ["layout", "sinCos"],
      ["spacing", "tensor2tensor"],
      ["d_model", 8],
    ]);
    const scheme = sinusoidal.bare?.create(
      readParameters(sinusoidal.bare.parameters, given).values,
    );
    if (scheme === undefined) throw new Error("not made");
    const [part] = sinusoidal.vectors(scheme, [0], 1)?.parts ?? [];
    expect([...(part?.values ?? [])]).toEqual([...Float32Array.from(tableRow(scheme, 2))]);
    expect([...tableRow(scheme, 1)]).toEqual(Array.from({ length: 8 }, () => 0));
  });
});

describe("learned tables", () => {
  interface Lookup {
    readonly rows: number;
    readonly looked_up: readonly number[];
  }
  it.each(positionCases("absolute", "rows").map((c) => [c.id, c] as const))("%s", (_, golden) => {
    for (const { rows, looked_up } of golden["plain"] as Lookup[]) {
      const scheme = {
        kind: "learned",
        rows,
        width: 1,
        firstRow: looked_up[0] ?? 0,
        past: "fails",
      } as const;
      expect(looked_up.map((_, position) => learnedRow(scheme, position))).toEqual(looked_up);
    }
  });

  it("end where their rows end, or repeat the last one", () => {
    const scheme = { kind: "learned", rows: 514, width: 1, firstRow: 2 } as const;
    expect(learnedRow({ ...scheme, past: "fails" }, 511)).toBe(513);
    expect(() => learnedRow({ ...scheme, past: "fails" }, 512)).toThrow("position 512 has no row");
    expect(learnedRow({ ...scheme, past: "lastRow" }, 9999)).toBe(513);
  });
});

describe("axial positions", () => {
  it.each(positionCases("other", "axial").map((c) => [c.id, c] as const))("%s", (_, golden) => {
    const shape = golden["axial_pos_shape"] as number[];
    if (golden["error"] !== undefined) {
      const scheme = { kind: "axial", shape, widths: [1, 1] } as const;
      const last = Number(golden["positions"]) - 1;
      expect(() => axialRow(scheme, [[], []], last)).toThrow("past the grid of 6 cells");
      return;
    }
    const widths = golden["axial_pos_embds_dim"] as number[];
    const [first, second] = (golden["weights"] as number[][][][]).map((table) => table.flat(2));
    const expected = golden["rows"] as number[][];
    const scheme = { kind: "axial", shape, widths } as const;
    const found = expected.flatMap((_, position) => [
      ...axialRow(scheme, [first ?? [], second ?? []], position),
    ]);
    expect(found).toEqual(expected.flat());
  });
});

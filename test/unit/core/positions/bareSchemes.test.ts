import { describe, expect, it } from "vitest";
import type { PositionKind } from "../../../../src/core/positions/positionKind.ts";
import type { PositionScheme } from "../../../../src/core/positions/positionScheme.ts";
import { schemes } from "../../../../src/core/positions/registry.ts";
import { readParameters } from "../../../../src/core/positions/schemeParameter.ts";

const kinds = Object.values(schemes) as readonly PositionKind<PositionScheme>[];
const bare = kinds.flatMap((kind) => (kind.bare === undefined ? [] : [[kind.kind, kind] as const]));

describe("every scheme that can be made by its name", () => {
  it.each(bare)("%s works with the defaults of its parameters", (_, kind) => {
    const { values, problems } = readParameters(kind.bare?.parameters ?? [], new Map());
    expect(problems).toEqual([]);
    const scheme = kind.bare?.create(values);
    if (scheme === undefined) throw new Error("not made");
    expect(scheme.kind).toBe(kind.kind);
    expect(kind.label(scheme)).not.toBe("");
    expect(kind.beyond?.(scheme)).toMatch(/[a-z]/);
    const tables = kind.tables?.(scheme, 3) ?? [];
    const learned = new Map(
      tables.map(({ name, shape }) => [
        name,
        new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5),
      ]),
    );
    const bias = kind.bias?.(scheme, {
      heads: 3,
      queries: [0, 1, 2, 3],
      keys: [0, 1, 2, 3],
      learned,
    });
    expect(bias?.values.every(Number.isFinite) ?? true).toBe(true);
    const vectors = kind.vectors(scheme, [0, 1, 5], 6);
    for (const { values: part, width } of vectors?.parts ?? []) {
      expect(part.length).toBe(3 * width);
      expect(part.every(Number.isFinite)).toBe(true);
    }
  });
});

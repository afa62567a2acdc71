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
    expect(biasOf(kind, scheme).every(Number.isFinite)).toBe(true);
    for (const { values: part, width } of kind.vectors(scheme, [0, 1, 5], 6)?.parts ?? []) {
      expect(part.length).toBe(3 * width);
      expect(part.every(Number.isFinite)).toBe(true);
    }
  });
});

/** With every learned number a half; empty for a scheme that adds nothing. */
function biasOf(kind: PositionKind<PositionScheme>, scheme: PositionScheme): Float32Array {
  const learned = new Map<string, Float32Array>();
  for (const { name, shape } of kind.tables?.(scheme, 3) ?? []) {
    learned.set(name, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5));
  }
  const positions = [0, 1, 2, 3];
  const request = { heads: 3, queries: positions, keys: positions, learned };
  return kind.bias?.(scheme, request).values ?? new Float32Array();
}

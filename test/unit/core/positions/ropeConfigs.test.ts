import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { configObjectOf } from "../../../../src/core/models/classes/configObject.ts";
import { rotationOf } from "../../../../src/core/models/classes/rotation.ts";
import { rotatedPairs } from "../../../../src/core/models/classes/rotatedDims.ts";
import { parseHfConfig } from "../../../../src/core/models/hfConfig.ts";
import type { ModelSpec } from "../../../../src/core/models/modelSpec.ts";
import type { RopeScheme } from "../../../../src/core/positions/positionScheme.ts";
import { ropeInverseFrequencies } from "../../../../src/core/positions/scaling/inverseFrequencies.ts";
import { RotaryState } from "../../../../src/core/positions/scaling/rotaryState.ts";

const shared = new URL("../../../../../shared/goldens/positions/", import.meta.url).pathname;

interface Frequencies {
  readonly inv_freq_f64: readonly (number | string)[];
  readonly attention_factor: number;
}

interface Case extends Frequencies {
  readonly id: string;
  readonly config: Record<string, never>;
  readonly error?: unknown;
  readonly module_error?: unknown;
  readonly seq_lens?: readonly number[];
  readonly results?: readonly Frequencies[];
  readonly results_by_layer_type?: Readonly<Record<string, Frequencies>>;
  readonly rope_parameters: unknown;
  readonly rotary_dim?: unknown;
}

function casesOf(file: string): readonly (readonly [string, Case | undefined])[] {
  if (!existsSync(shared + file)) return [["shared/goldens is not here", undefined]];
  const { cases } = JSON.parse(readFileSync(shared + file, "utf8")) as { cases: Case[] };
  return cases.map((entry) => [entry.id, entry]);
}

function read(config: unknown): { spec: ModelSpec; complaints: number } {
  const { value, problems } = parseHfConfig(JSON.stringify(config), "config.json");
  return { spec: value!.spec, complaints: problems.length };
}

function expectFrequencies(state: RotaryState, length: number, wanted: Frequencies): void {
  const numbers = wanted.inv_freq_f64.map(Number);
  // Where the reference computes infinity, nothing is computed here and the parameter is named.
  if (!numbers.every(Number.isFinite)) {
    expect(() => state.next(length)).toThrow(/factor/);
    return;
  }
  const { inverseFrequencies, attentionFactor } = state.next(length);
  expect(inverseFrequencies.length).toBe(numbers.length);
  const errors = numbers.map((value, k) => {
    const difference = Math.abs(inverseFrequencies[k]! - value);
    return value === 0 ? difference : difference / Math.abs(value);
  });
  expect(Math.max(...errors)).toBeLessThan(1e-12);
  expect(Math.abs(attentionFactor - wanted.attention_factor)).toBeLessThan(1e-12);
}

function ropeOf(scheme: ModelSpec["scheme"]): RopeScheme {
  if (scheme.kind !== "rope") throw new Error(`a rotation is wanted, found ${scheme.kind}`);
  return scheme;
}

const scalings = casesOf("rope_scaling.json");

describe.skipIf(scalings[0]?.[1] === undefined)("frequencies from whole configs", () => {
  it.each(scalings)("%s", (_, entry) => {
    const { spec, complaints } = read(entry!.config);
    if (entry!.error !== undefined) {
      expect(complaints).toBeGreaterThan(0);
      return;
    }
    const byKind = entry!.results_by_layer_type;
    if (byKind !== undefined) {
      const kinds = configObjectOf(entry!.config).get("layer_types") as string[];
      for (const [kind, wanted] of Object.entries(byKind)) {
        const index = spec.layerSchemes!.ofLayer[kinds.indexOf(kind)]!;
        const scheme = ropeOf(spec.layerSchemes!.schemes[index]!);
        expectFrequencies(new RotaryState(scheme), 1, wanted);
      }
      return;
    }
    const state = new RotaryState(ropeOf(spec.scheme));
    const results = entry!.results ?? [entry!];
    results.forEach((wanted, i) => {
      expectFrequencies(state, entry!.seq_lens?.[i] ?? 1, wanted);
    });
  });
});

const spellings = casesOf("legacy_forms.json");

/** Spellings whose class rewrites the block in a way of its own that is not described here. */
const notRewritten = new Set([
  "layered-yarn-step3p5",
  "layered-flat-new-step3p5",
  "layered-yarn-deepseek_v4",
]);

describe.skipIf(spellings[0]?.[1] === undefined)("spellings of a rotation", () => {
  it.each(spellings.filter(([id]) => !notRewritten.has(id)))("%s", (_, entry) => {
    if (entry!.error !== undefined || entry!.module_error !== undefined) {
      expect(read(entry!.config).complaints).toBeGreaterThan(0);
      return;
    }
    const object = configObjectOf(entry!.config);
    const rotation = rotationOf(object);
    expect(rotation?.parameters ?? null).toEqual(entry!.rope_parameters);
    const wanted = entry!.rotary_dim;
    if (rotation === undefined || wanted === undefined) return;
    const pairs = [...rotatedPairs(object, rotation)].map(([kind, count]) => [kind, 2 * count]);
    const dims = Object.fromEntries(pairs) as Record<string, number>;
    expect(rotation.perLayerType ? dims : dims[""]).toEqual(wanted);
  });
});

it("remembers the longest input of dynamic scaling until a shorter one than was trained on", () => {
  const scheme: RopeScheme = {
    kind: "rope",
    base: 10_000,
    rotaryDim: 32,
    layout: "half",
    scaling: { type: "dynamic", factor: 2 },
    maxPositions: 128,
  };
  const slowest = (length: number): number =>
    ropeInverseFrequencies(scheme, length).inverseFrequencies.at(-1)!;
  const state = new RotaryState(scheme);
  const walk = [64, 300, 200, 128, 127, 150].map((length) =>
    state.next(length).inverseFrequencies.at(-1)!,
  );
  expect(walk).toEqual([64, 300, 300, 300, 127, 150].map(slowest));
});

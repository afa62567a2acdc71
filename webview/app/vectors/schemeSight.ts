import { FormatError } from "../../../src/core/errors.ts";
import type { PositionalVectors } from "../../../src/core/positions/positionalVectors.ts";
import type { PositionScheme } from "../../../src/core/positions/positionScheme.ts";
import {
  gramMatrix,
  rowNorms,
  type VectorRows,
} from "../../../src/core/positions/quality/vectorRows.ts";
import {
  learnedTables,
  positionalVectors,
  schemeLabel,
  scoreBias,
} from "../../../src/core/positions/registry.ts";

/** What there is to see of a scheme: vectors of positions, a bias by distance, or a sentence. */
export type SchemeSight = VectorSight | BiasSight | { readonly reason: string };

/** Vectors of positions 0 to n − 1 and how alike they are. */
export interface VectorSight {
  readonly kind: "vectors";
  readonly label: string;
  readonly formula: string;
  readonly vectors: PositionalVectors;
  /** Rotations turn q and k; everything else is added to the token's vector. */
  readonly isRotation: boolean;
  /** [n]. */
  readonly norms: Float64Array;
  /** Cosine of positions i and j, [n, n]; NaN where a vector is zero and so has no direction. */
  readonly cosines: Float32Array<ArrayBuffer>;
  /** Mean cosine at each distance; `undefined` where no pair of that distance has a direction. */
  readonly byDistance: readonly (number | undefined)[];
}

/** What a scheme adds to the scores of one query, by distance. */
export interface BiasSight {
  readonly kind: "bias";
  readonly label: string;
  readonly formula: string;
  /** The first, the middle and the last head, each with a value a distance. */
  readonly heads: readonly { readonly head: number; readonly values: readonly number[] }[];
}

/** Positions that are compared pair by pair: a picture of them fills half a screen. */
export const comparedPositions = 128;

/** Widest vectors that are compared while somebody types; a model's are at most some ten thousand wide. */
const widestCompared = 16_384;

export function schemeSight(scheme: PositionScheme, heads: number): SchemeSight {
  try {
    const positions = Array.from({ length: comparedPositions }, (_, index) => index);
    const vectors = positionalVectors(scheme, positions, comparedPositions);
    if (vectors !== undefined) return vectorSight(scheme, vectors);
    return biasSight(scheme, positions, Math.max(1, heads));
  } catch (error) {
    if (error instanceof FormatError) return { reason: error.message };
    throw error;
  }
}

/** The parts of the vectors side by side, as rows; a rotation's cosine is then its kernel Σ cos(D·ω) over the pairs. */
export function toVectorRows({ positions, parts }: PositionalVectors): VectorRows {
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const values = new Float32Array(positions.length * width);
  let start = 0;
  for (const part of parts) {
    for (let row = 0; row < positions.length; row++) {
      const from = row * part.width;
      values.set(part.values.subarray(from, from + part.width), row * width + start);
    }
    start += part.width;
  }
  return { count: positions.length, width, values };
}

function vectorSight(scheme: PositionScheme, vectors: PositionalVectors): SchemeSight {
  const rows = toVectorRows(vectors);
  if (rows.width > widestCompared) {
    return { reason: `Vectors of ${rows.width} numbers are too wide to be compared here.` };
  }
  const norms = rowNorms(rows);
  const cosines = cosinesOf(gramMatrix(rows), norms);
  return {
    kind: "vectors",
    label: schemeLabel(scheme),
    formula: vectors.formula,
    vectors,
    isRotation: vectors.parts.some(({ name }) => name === "cos"),
    norms,
    cosines,
    byDistance: meanByDistance(cosines, rows.count),
  };
}

function cosinesOf(gram: Float64Array, norms: Float64Array): Float32Array<ArrayBuffer> {
  const count = norms.length;
  return Float32Array.from(gram, (product, index) => {
    const scale = (norms[Math.floor(index / count)] ?? 0) * (norms[index % count] ?? 0);
    return scale === 0 ? NaN : product / scale;
  });
}

function meanByDistance(cosines: Float32Array, count: number): readonly (number | undefined)[] {
  return Array.from({ length: count }, (_, distance) => {
    let sum = 0;
    let pairs = 0;
    for (let row = 0; row + distance < count; row++) {
      const cosine = cosines[row * count + row + distance] ?? NaN;
      if (Number.isNaN(cosine)) continue;
      sum += cosine;
      pairs++;
    }
    return pairs === 0 ? undefined : sum / pairs;
  });
}

function biasSight(
  scheme: PositionScheme,
  positions: readonly number[],
  heads: number,
): SchemeSight {
  const label = schemeLabel(scheme);
  const tables = learnedTables(scheme, heads);
  if (tables.length > 0) {
    const names = tables.map(({ name }) => name).join(", ");
    return {
      reason: `${label} is learned: without a checkpoint's ${names} there is nothing to draw.`,
    };
  }
  const last = positions.length - 1;
  const bias = scoreBias(scheme, { heads, queries: [last], keys: positions, learned: new Map() });
  if (bias === undefined) {
    return { reason: `${label} has neither vectors nor a bias of its own.` };
  }
  const shown = [...new Set([0, Math.floor((heads - 1) / 2), heads - 1])];
  return {
    kind: "bias",
    label,
    formula: bias.formula,
    heads: shown.map((head) => ({
      head,
      values: positions.map(
        (distance) => bias.values[head * positions.length + last - distance] ?? NaN,
      ),
    })),
  };
}

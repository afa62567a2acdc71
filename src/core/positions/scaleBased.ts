export const scaleBasedFormula =
  "PE_pp = sin(d_pp / 10000^((p mod d)/d)) + cos(d_pp / 10000^(((p−1) mod d)/d)), d_pp = 2p/N, the same number in every dimension";

export interface ScaleBasedParameters {
  /** N, tokens of the sequence: every distance depends on it. */
  readonly sequenceLength: number;
  /** d′ of the formula, the width of a vector. */
  readonly dimensions: number;
  /** Largest |i − j| that counts; `undefined` = any. */
  readonly clamp: number | undefined;
}

/**
 * "Scale-based" relative positions of tutorials: d_ij = |i − j| + (i + j)/N, which is no distance, since d_ii = 2i/N.
 * |i − j| is clamped before (i + j)/N is added.
 */
export function scaleBasedDistance(i: number, j: number, parameters: ScaleBasedParameters): number {
  const { sequenceLength, clamp = Infinity } = parameters;
  return Math.min(Math.abs(i - j), clamp) + (i + j) / sequenceLength;
}

/**
 * PE_ij = sin(d_ij / 10000^((j mod d′)/d′)) + cos(d_ij / 10000^(((j − 1) mod d′)/d′)); the remainder is never negative.
 */
export function scaleBasedEncoding(i: number, j: number, parameters: ScaleBasedParameters): number {
  const { dimensions } = parameters;
  const distance = scaleBasedDistance(i, j, parameters);
  const share = (k: number): number => (((k % dimensions) + dimensions) % dimensions) / dimensions;
  return Math.sin(distance / BASE ** share(j)) + Math.cos(distance / BASE ** share(j - 1));
}

/**
 * What a token's own vector gets, P_i = p_i + PE(d_ii): one number a position, added in every dimension.
 * @returns [positions.length, dimensions], row-major
 */
export function scaleBasedRows(
  parameters: ScaleBasedParameters,
  positions: readonly number[],
): Float64Array {
  const { dimensions } = parameters;
  const rows = new Float64Array(positions.length * dimensions);
  positions.forEach((position, row) => {
    const value = scaleBasedEncoding(position, position, parameters);
    rows.fill(value, row * dimensions, (row + 1) * dimensions);
  });
  return rows;
}

const BASE = 10_000;

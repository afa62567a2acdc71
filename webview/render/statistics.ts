import { type Sight, sees } from "./matrix.ts";

/** Attention of one head, [size, size] row-major, row = query. */
export interface SquareMap {
  readonly values: Float32Array;
  readonly size: number;
  readonly sight: Sight;
}

/** Mean weight that each key receives from the queries that may see it, [size]. */
export function meanReceived(map: SquareMap): Float32Array<ArrayBuffer> {
  const means = new Float32Array(map.size);
  for (let key = 0; key < map.size; key++) {
    let sum = 0;
    let queries = 0;
    for (let query = key; query < map.size && sees(map.sight, query, key); query++) {
      sum += map.values[query * map.size + key] ?? 0;
      queries++;
    }
    means[key] = sum / queries;
  }
  return means;
}

/** Shannon entropy of each query's weights in bits, [size]: 0 = one key takes all. */
export function rowEntropy(map: SquareMap): Float32Array<ArrayBuffer> {
  return perRow(map, (weight) => (weight > 0 ? -weight * Math.log2(weight) : 0));
}

/** Half the sum of absolute differences in each row, [size]: the share of attention that moved, 0..1. */
export function rowMoved(difference: SquareMap): Float32Array<ArrayBuffer> {
  return perRow(difference, (change) => Math.abs(change) / 2);
}

/** with − without, cell by cell. */
export function differenceOf(
  withPosition: Float32Array,
  withoutPosition: Float32Array,
): Float32Array<ArrayBuffer> {
  return new Float32Array(
    withPosition.map((value, index) => value - (withoutPosition[index] ?? 0)),
  );
}

function perRow(map: SquareMap, of: (value: number) => number): Float32Array<ArrayBuffer> {
  const sums = new Float32Array(map.size);
  for (let query = 0; query < map.size; query++) {
    let sum = 0;
    for (let key = 0; key <= query; key++) {
      if (sees(map.sight, query, key)) sum += of(map.values[query * map.size + key] ?? 0);
    }
    sums[query] = sum;
  }
  return sums;
}

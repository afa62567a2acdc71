/**
 * Sums over attention maps, [n, n] row-major, row = query. A key after its query is masked and no part of any mean.
 */

/** Mean weight by distance query − key, over all pairs at that distance: the mean of each diagonal, [n]. */
export function meanByDistance(map: Float32Array, size: number): Float32Array<ArrayBuffer> {
  const means = new Float32Array(size);
  for (let distance = 0; distance < size; distance++) {
    let sum = 0;
    for (let query = distance; query < size; query++) {
      sum += map[query * size + query - distance] ?? 0;
    }
    means[distance] = sum / (size - distance);
  }
  return means;
}

/** Mean weight that each key receives from the queries that may see it, [n]. */
export function meanReceived(map: Float32Array, size: number): Float32Array<ArrayBuffer> {
  const means = new Float32Array(size);
  for (let key = 0; key < size; key++) {
    let sum = 0;
    for (let query = key; query < size; query++) sum += map[query * size + key] ?? 0;
    means[key] = sum / (size - key);
  }
  return means;
}

/** Shannon entropy of each query's weights in bits, [n]: 0 = one key takes all. */
export function rowEntropy(map: Float32Array, size: number): Float32Array<ArrayBuffer> {
  const entropies = new Float32Array(size);
  for (let query = 0; query < size; query++) {
    let sum = 0;
    for (let key = 0; key <= query; key++) {
      const weight = map[query * size + key] ?? 0;
      if (weight > 0) sum -= weight * Math.log2(weight);
    }
    entropies[query] = sum;
  }
  return entropies;
}

/** Half the sum of absolute differences in each row, [n]: the share of attention that moved, 0..1. */
export function rowMoved(difference: Float32Array, size: number): Float32Array<ArrayBuffer> {
  const moved = new Float32Array(size);
  for (let query = 0; query < size; query++) {
    let sum = 0;
    for (let key = 0; key <= query; key++) sum += Math.abs(difference[query * size + key] ?? 0);
    moved[query] = sum / 2;
  }
  return moved;
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

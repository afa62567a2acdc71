/** Vectors of consecutive positions, [count, width], row-major, finite. */
export interface VectorRows {
  readonly count: number;
  readonly width: number;
  readonly values: ArrayLike<number>;
}

/** Euclidean length of each row, [count]. */
export function rowNorms({ count, width, values }: VectorRows): Float64Array {
  return Float64Array.from({ length: count }, (_, row) => {
    let sum = 0;
    for (let k = row * width; k < (row + 1) * width; k++) sum += (values[k] ?? 0) ** 2;
    return Math.sqrt(sum);
  });
}

/** Root mean square of the rows' lengths; 1 where all are zero, so that it can be divided by. */
export function rootMeanSquare(norms: Float64Array): number {
  const mean = norms.reduce((sum, norm) => sum + norm * norm, 0) / norms.length;
  return Math.sqrt(mean) || 1;
}

/** All inner products, [count, count]. */
export function gramMatrix({ count, width, values }: VectorRows): Float64Array {
  const gram = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = i; j < count; j++) {
      let sum = 0;
      for (let k = 0; k < width; k++)
        sum += (values[i * width + k] ?? 0) * (values[j * width + k] ?? 0);
      gram[i * count + j] = sum;
      gram[j * count + i] = sum;
    }
  }
  return gram;
}

/**
 * Cosine similarity of every two rows, a·b / (|a|·|b|), [n, n], in float64; NaN where a row has no direction (zeros,
 * NaN, infinities), which is shown as such and not as 0.
 * @param vectors [n, dimensions], row-major
 */
export function cosineMatrix(vectors: ArrayLike<number>, dimensions: number): Float64Array {
  const count = vectors.length / dimensions;
  const matrix = new Float64Array(count * count);
  const lengths = Float64Array.from({ length: count }, (_, row) =>
    Math.sqrt(product(vectors, dimensions, row, row)),
  );
  for (let a = 0; a < count; a++) {
    for (let b = a; b < count; b++) {
      const both = (lengths[a] ?? 0) * (lengths[b] ?? 0);
      const cosine = both > 0 ? product(vectors, dimensions, a, b) / both : NaN;
      const inRange = Math.max(-1, Math.min(1, cosine));
      matrix[a * count + b] = inRange;
      matrix[b * count + a] = inRange;
    }
  }
  return matrix;
}

function product(vectors: ArrayLike<number>, dimensions: number, a: number, b: number): number {
  let sum = 0;
  for (let k = 0; k < dimensions; k++) {
    sum += (vectors[a * dimensions + k] ?? 0) * (vectors[b * dimensions + k] ?? 0);
  }
  return sum;
}

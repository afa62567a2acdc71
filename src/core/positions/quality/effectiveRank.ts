import { symmetricEigenvalues } from "../../embeddings/symmetricEigenvalues.ts";
import { gramMatrix, type VectorRows } from "./vectorRows.ts";

/**
 * exp of the entropy of the normalised squared singular values (Roy and Vetterli 2007): how many dimensions the vectors
 * really use, from 1 to the width. Not centred.
 */
export function effectiveRank(rows: VectorRows): number {
  // X·Xᵀ and Xᵀ·X have the same eigenvalues but for zeros.
  const least = rows.width <= rows.count ? transposed(rows) : rows;
  const squares = symmetricEigenvalues(gramMatrix(least), least.count);
  const eigenvalues = Array.from(squares, (value) => Math.max(0, value));
  const total = eigenvalues.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  const entropy = eigenvalues
    .map((value) => value / total)
    .filter((share) => share > 0)
    .reduce((sum, share) => sum - share * Math.log(share), 0);
  return Math.exp(entropy);
}

function transposed({ count, width, values }: VectorRows): VectorRows {
  const turned = new Float64Array(count * width);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < width; k++) turned[k * count + row] = values[row * width + k] ?? 0;
  }
  return { count: width, width: count, values: turned };
}

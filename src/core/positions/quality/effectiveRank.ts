import { symmetricEigen } from "../../embeddings/symmetricEigen.ts";
import type { VectorRows } from "./vectorRows.ts";

/**
 * exp of the entropy of the normalised squared singular values (Roy and Vetterli 2007): how many dimensions the vectors
 * really use, from 1 to the width. Not centred.
 */
export function effectiveRank({ count, width, values }: VectorRows): number {
  const gram = Array.from({ length: width }, () => new Array<number>(width).fill(0));
  for (let row = 0; row < count; row++) {
    for (let a = 0; a < width; a++) {
      const value = values[row * width + a] ?? 0;
      const target = gram[a] ?? [];
      for (let b = 0; b < width; b++)
        target[b] = (target[b] ?? 0) + value * (values[row * width + b] ?? 0);
    }
  }
  const eigenvalues = symmetricEigen(gram).values.map((value) => Math.max(0, value));
  const total = eigenvalues.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  const entropy = eigenvalues
    .map((value) => value / total)
    .filter((share) => share > 0)
    .reduce((sum, share) => sum - share * Math.log(share), 0);
  return Math.exp(entropy);
}

import { toUnit } from "../../core/embeddings/nearestRows.ts";
import { principalPlane } from "../../core/embeddings/principalPlane.ts";
import type { StaticEmbeddings } from "../../core/embeddings/staticEmbeddings.ts";
import type { NearWord, PlaneWord, QueryTerm, WordPlane } from "../../protocol/words.ts";

interface Shown {
  readonly terms: readonly QueryTerm[];
  readonly neighbours: readonly NearWord[];
  /** What was asked for: a word's own vector, a sum, or one that was typed. */
  readonly vector: ArrayLike<number>;
}

/**
 * The words that were asked about, what they come to and their neighbours on the plane where they differ most. All are
 * brought to length 1 first: neighbours are neighbours by direction.
 */
export async function planeOfWords(
  words: StaticEmbeddings,
  { terms, neighbours, vector }: Shown,
  signal: AbortSignal | undefined,
): Promise<WordPlane | null> {
  const { dimensions } = words;
  const shown: PlaneWord[] = [];
  const units: Float64Array[] = [];
  const add = (word: PlaneWord, values: ArrayLike<number>): void => {
    shown.push(word);
    units.push(toUnit(values));
  };
  for (const { word } of terms) {
    const found = await words.vectorOf(word, signal);
    if (found !== undefined) add({ word, kind: "asked" }, found.values);
  }
  // One word comes to itself.
  const isSum = terms.length !== 1 || terms[0]?.sign === -1;
  if (isSum) add({ word: sumName(terms), kind: "sum" }, vector);
  const rows = neighbours.map(({ row }) => row);
  const near = await words.vectors(rows, signal);
  neighbours.forEach(({ word }, i) => {
    add({ word, kind: "near" }, near.subarray(i * dimensions, (i + 1) * dimensions));
  });
  if (shown.length < 3 || dimensions < 2) return null;
  const all = new Float64Array(shown.length * dimensions);
  units.forEach((unit, i) => all.set(unit, i * dimensions));
  const { points, variances, total } = principalPlane(all, dimensions);
  return { words: shown, points: new Float64Array(points), variances, total };
}

function sumName(terms: readonly QueryTerm[]): string {
  if (terms.length === 0) return "the vector";
  const [first, ...others] = terms;
  const start = `${first?.sign === -1 ? "− " : ""}${first?.word ?? ""}`;
  return [start, ...others.map(({ word, sign }) => `${sign === 1 ? "+" : "−"} ${word}`)].join(" ");
}

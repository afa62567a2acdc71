import {
  type Neighbour,
  nearestRows,
  type NeighbourAsk,
  readNearestRows,
} from "../../core/embeddings/nearestRows.ts";
import type { StaticEmbeddings } from "../../core/embeddings/staticEmbeddings.ts";
import type { VectorBlock } from "../../core/embeddings/vectorBlocks.ts";
import { addWords, parseArithmetic } from "../../core/embeddings/wordArithmetic.ts";
import type { Watch } from "../../core/tensors/tensorPieces.ts";
import type { QueryTerm, WordNeighbours, WordQuery } from "../../protocol/words.ts";
import { nextTurn } from "./nextTurn.ts";
import { planeOfWords } from "./wordsPlane.ts";

interface Ask {
  readonly query: WordQuery;
  readonly count: number;
  /** All vectors where they fit into memory. */
  readonly blocks: () => Promise<readonly VectorBlock[] | undefined>;
}

/** @throws FormatError `bad-value` for words without a vector, `bad-shape` for a vector of another length. */
export async function answerNeighbours(
  words: StaticEmbeddings,
  { query, count, blocks }: Ask,
  watch: Watch,
): Promise<WordNeighbours> {
  const { vector, exclude, terms } = await toAsked(words, query, watch.signal);
  const ask = { vector, count, exclude };
  const resident = await blocks();
  const found =
    resident === undefined
      ? await readNearestRows(words, ask, { signal: watch.signal, onProgress: watch.progress })
      : await nearestInBlocks(resident, ask, watch);
  const neighbours = found.map(({ row, similarity }) => ({
    row,
    word: words.word(row),
    similarity,
  }));
  const plane = await planeOfWords(words, { terms, neighbours, vector }, watch.signal);
  return { terms, neighbours, plane };
}

interface Asked {
  readonly vector: ArrayLike<number>;
  readonly exclude: ReadonlySet<number>;
  readonly terms: readonly QueryTerm[];
}

async function toAsked(
  words: StaticEmbeddings,
  query: WordQuery,
  signal: AbortSignal | undefined,
): Promise<Asked> {
  if (query.kind === "vector") return { vector: query.values, exclude: new Set(), terms: [] };
  const parsed = parseArithmetic(query.text);
  const { vector, rows } = await addWords(words, parsed, signal);
  const terms: QueryTerm[] = [];
  for (const { word, sign } of parsed) {
    const found = await words.vectorOf(word, signal);
    const row = found?.row ?? null;
    const parts = row === null ? (found?.subwords ?? []).map(({ text }) => text) : [];
    terms.push({ word, sign, row, subwords: parts });
  }
  return { vector, exclude: rows, terms };
}

/** About a tenth of a second of comparing; then a cancel is heard. */
const blocksAtOnce = 4;

/** The nearest of all blocks, a few blocks at a time: the nearest of each few, merged, are the nearest of all. */
async function nearestInBlocks(
  blocks: readonly VectorBlock[],
  ask: NeighbourAsk,
  { signal, progress }: Watch,
): Promise<readonly Neighbour[]> {
  let best: readonly Neighbour[] = [];
  for (let at = 0; at < blocks.length; at += blocksAtOnce) {
    await nextTurn(signal);
    const found = nearestRows(blocks.slice(at, at + blocksAtOnce), ask);
    // Sorting is stable and blocks come in order: among equals the earlier row stays first.
    best = [...best, ...found]
      .toSorted((one, other) => other.similarity - one.similarity)
      .slice(0, ask.count);
    progress?.(Math.min(at + blocksAtOnce, blocks.length), blocks.length);
  }
  return best;
}

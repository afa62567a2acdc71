import { addedRows } from "../../core/embeddings/addedPositions.ts";
import { readSentence } from "../../core/embeddings/readSentence.ts";
import type { StaticEmbeddings } from "../../core/embeddings/staticEmbeddings.ts";
import { withPosition } from "../../core/embeddings/withPosition.ts";
import { FormatError } from "../../core/errors.ts";
import { rootMeanSquare, rowNorms } from "../../core/positions/quality/vectorRows.ts";
import { seededNumbers } from "../../core/positions/seededNumbers.ts";
import { transferring } from "../../protocol/transfer.ts";
import type { PositionedSentence } from "../../protocol/words.ts";
import { collisionsOf } from "./wordsPositions.ts";

interface Ask {
  readonly text: string;
  readonly scheme: string;
  readonly seed: number;
}

/** Words × dimensions of one picture: 4 MiB, three times. */
const mostCells = 2 ** 20;

/**
 * A word has the position of its place in the sentence, also behind a word that the file does not have.
 * @throws FormatError `limit-exceeded` for a sentence that is too long, `unsupported` for another scheme.
 */
export async function answerSentence(
  embeddings: StaticEmbeddings,
  { text, scheme, seed }: Ask,
  signal: AbortSignal,
): Promise<PositionedSentence> {
  const { dimensions } = embeddings;
  const { tokens, vectors } = await readSentence(embeddings, text, signal);
  const count = vectors.length / dimensions;
  requireShowable(count, dimensions);
  const placed = tokens.map(({ text: word, found }, position) => ({ text: word, found, position }));
  const places = placed.filter(({ found }) => found !== "none").map(({ position }) => position);
  const numbers = seededNumbers(seed);
  const sequenceLength = tokens.length;
  const rows = addedRows(scheme, { dimensions, positions: places, sequenceLength, numbers });
  const added = withPosition(vectors, rows, dimensions);
  const lengthOf = (values: ArrayLike<number>): number =>
    count === 0 ? 0 : rootMeanSquare(rowNorms({ count, width: dimensions, values }));
  const sentence = {
    tokens: placed,
    dimensions,
    words: vectors,
    positions: new Float32Array(rows),
    inputs: added.inputs,
    cosines: {
      without: new Float32Array(added.without),
      with: new Float32Array(added.with),
      positions: new Float32Array(added.positions),
    },
    lengths: { words: lengthOf(vectors), positions: lengthOf(rows) },
    collisions: collisionsOf({ count, width: dimensions, values: rows }, places),
  };
  const { words, positions, inputs, cosines } = sentence;
  const all = [words, positions, inputs, cosines.without, cosines.with, cosines.positions];
  return transferring(
    sentence,
    all.map(({ buffer }) => buffer),
  );
}

function requireShowable(count: number, dimensions: number): void {
  if (count * dimensions <= mostCells) return;
  throw new FormatError(
    "limit-exceeded",
    `${count} words of ${dimensions} dimensions are more values than one picture shows (${mostCells}); shorten the sentence`,
  );
}

import type { PositionedSentence } from "../../../src/protocol/words.ts";
import type { Matrix } from "../../render/matrix.ts";
import { scaleFor } from "../../render/valueScale.ts";

/** Names of the six pictures of a sentence, as they are told apart by their labels. */
export const sentenceFigures = {
  words: "Word vectors",
  positions: "Position vectors",
  inputs: "Word + position",
  without: "Similarity without position",
  positionsOnly: "Similarity of positions",
  with: "Similarity with position",
} as const;

export type SentenceFigure = keyof typeof sentenceFigures;

/**
 * Vectors [n, d] on one scale, so that equal colours are equal values: whether positions drown the words is seen at
 * once. Cosines [n, n] from −1 to 1.
 */
export function sentenceMatrices(
  found: PositionedSentence,
): Readonly<Record<SentenceFigure, Matrix>> {
  const { dimensions, words, positions, inputs, cosines } = found;
  const placed = found.tokens.filter((token) => token.found !== "none");
  const labels = placed.map(({ text, position }) => `${position} ${text}`);
  const scale = scaleFor("diverging", "linear", [words, positions, inputs]);
  const rows = { rows: placed.length, rowLabels: labels, rowTitle: "word" };
  const vectors = (name: SentenceFigure, values: Float32Array): Matrix => ({
    ...rows,
    name: sentenceFigures[name],
    cols: dimensions,
    values,
    scale,
    colLabels: [],
    colTitle: "dimension",
  });
  const similarity = (name: SentenceFigure, values: Float32Array): Matrix => ({
    ...rows,
    name: sentenceFigures[name],
    cols: placed.length,
    values,
    scale: { kind: "diverging", curve: "linear", max: 1 },
    colLabels: labels,
    colTitle: "and",
  });
  return {
    words: vectors("words", words),
    positions: vectors("positions", positions),
    inputs: vectors("inputs", inputs),
    without: similarity("without", cosines.without),
    positionsOnly: similarity("positionsOnly", cosines.positions),
    with: similarity("with", cosines.with),
  };
}

import { addedPositions } from "../../../src/core/embeddings/addedPositions.ts";
import type { PositionedSentence } from "../../../src/protocol/words.ts";
import type { Figure } from "../../render/figure.ts";
import type { AppState } from "../state.ts";
import { sentenceMatrices } from "./sentenceMatrices.ts";
import { shownWords } from "./wordsView.ts";

/** The vectors of the sentence as a file, or a sentence that says why there are none. */
export function sentenceFigure({ model, view, words }: AppState): Figure | string {
  const { scheme, seed } = shownWords(view);
  const { sentence } = words;
  if (model === null || sentence?.scheme !== scheme || sentence.value.words.length === 0) {
    return "There are no words with positions to export yet: type a sentence in the Words tab.";
  }
  const found = sentence.value;
  const matrices = sentenceMatrices(found);
  const panels = [matrices.words, matrices.positions, matrices.inputs];
  const { rows, cols } = matrices.words;
  const values = new Float32Array(panels.length * rows * cols);
  panels.forEach((panel, index) => values.set(panel.values, index * rows * cols));
  const positions = addedPositions.find(({ id }) => id === scheme);
  return {
    stem: `${model.label}-${scheme}`.replace(/[^\w.-]+/g, "_").slice(0, 60),
    title: `${model.label} · position added to words`,
    notes: [
      `Word vectors from the files of ${model.path}; positions by ${positions?.formula ?? scheme}.`,
      ...(scheme === "learned-random" ? [`Positions are simulated with seed ${seed}.`] : []),
    ],
    panels,
    chart: undefined,
    array: { shape: [panels.length, rows, cols], values },
    table: { columns: tableColumns, rows: tableRows(found) },
  };
}

const tableColumns = ["position", "word", "dimension", "word_value", "position_value", "sum"];

function* tableRows({
  tokens,
  dimensions,
  words,
  positions,
  inputs,
}: PositionedSentence): Generator<readonly (string | number)[]> {
  const placed = tokens.filter(({ found }) => found !== "none");
  for (const [row, { text, position }] of placed.entries()) {
    for (let k = 0; k < dimensions; k++) {
      const at = row * dimensions + k;
      const values = [words[at] ?? 0, positions[at] ?? 0, inputs[at] ?? 0];
      yield [position, text, k, ...values];
    }
  }
}

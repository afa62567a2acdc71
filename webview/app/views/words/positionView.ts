import type { PositionedSentence, PositionTests } from "../../../../src/protocol/words.ts";
import { formatSignificant } from "../../../render/numbers.ts";
import { element, setText } from "../../element.ts";
import type { AppState } from "../../state.ts";
import { remembering, type View } from "../../view.ts";
import { collisionWarnings } from "../../words/collisionWarnings.ts";
import {
  type SentenceFigure,
  sentenceFigures,
  sentenceMatrices,
} from "../../words/sentenceMatrices.ts";
import { shownWords } from "../../words/wordsView.ts";
import type { ViewParts } from "../viewParts.ts";
import { MatrixFigure } from "../matrixFigure.ts";
import { tableButton } from "../tableButton.ts";
import { createTaskLine, type TaskLine } from "../tensors/taskLine.ts";
import { positionTestsTable } from "./positionTestsTable.ts";
import { createPositionTools } from "./positionTools.ts";

/** What adding positions does to the words of a sentence. */
export class PositionView implements View {
  readonly element: HTMLElement;
  readonly #tools: View;
  readonly #line: TaskLine;
  readonly #missing = element("p", { class: "finding warning", hidden: true });
  readonly #warnings = element("ul", {
    class: "findings",
    "aria-label": "Positions that cannot be told apart",
  });
  readonly #facts = element("p", { class: "note" });
  readonly #tests = element("div", {});
  readonly #pictures = element("div", { class: "position-pictures" });
  readonly #figures: ReadonlyMap<SentenceFigure, MatrixFigure>;

  constructor(parts: ViewParts, change: Parameters<typeof createPositionTools>[1]) {
    const { store, theme, wordsWork } = parts;
    this.#tools = createPositionTools(store, change);
    this.#line = createTaskLine("Sentence", { cancel: () => wordsWork.cancelSentence() });
    const names = Object.keys(sentenceFigures) as SentenceFigure[];
    this.#figures = new Map(
      names.map((name) => {
        const shape = isSimilarity(name) ? "square" : undefined;
        return [name, new MatrixFigure(sentenceFigures[name], theme, shape)];
      }),
    );
    this.#pictures.append(...[...this.#figures.values()].map((figure) => figure.element));
    const head = element(
      "div",
      { class: "figure-head" },
      element("h2", {}, "Position added"),
      tableButton(store, "sentence"),
    );
    this.element = element(
      "section",
      { class: "position-added" },
      head,
      this.#tools.element,
      this.#line.element,
      this.#missing,
      this.#warnings,
      this.#facts,
      this.#tests,
      this.#pictures,
    );
  }

  update(state: AppState): void {
    const { sentence, sentenceTask, tests } = state.words;
    const { scheme } = shownWords(state.view);
    this.#tools.update(state);
    this.#line.show(sentenceTask, "there");
    const ofScheme = tests?.scheme === scheme ? tests.value : undefined;
    this.#fillTests(ofScheme);
    this.#pictures.classList.toggle("stale", sentence?.scheme !== scheme);
    if (sentence === null) {
      this.#pictures.hidden = true;
      return;
    }
    this.#warn(sentence.value, sentence.scheme === scheme ? ofScheme : undefined);
    setText(this.#facts, factsText(sentence.value));
    this.#draw(sentence.value, state.tables.includes("sentence"));
  }

  #draw(sentence: PositionedSentence, isTable: boolean): void {
    this.#pictures.hidden = sentence.words.length === 0;
    if (this.#pictures.hidden) return;
    const matrices = this.#matrices(sentence);
    for (const [name, figure] of this.#figures) figure.show(matrices[name], sources[name], isTable);
  }

  readonly #matrices = remembering(sentenceMatrices);

  readonly #warn = remembering(
    (sentence: PositionedSentence, tests: PositionTests | undefined): void => {
      const found = collisionWarnings(sentence, tests);
      this.#warnings.replaceChildren(
        ...found.map(({ severity, text }) => element("li", { class: `finding ${severity}` }, text)),
      );
      const text = missingText(sentence);
      this.#missing.hidden = text === "";
      setText(this.#missing, text);
    },
  );

  readonly #fillTests = remembering((tests: PositionTests | undefined): void => {
    this.#tests.replaceChildren(...(tests === undefined ? [] : [positionTestsTable(tests)]));
  });
}

const sources: Readonly<Record<SentenceFigure, string>> = {
  words: "from the file",
  positions: "by the formula above",
  inputs: "what a model's first layer would get",
  without: "cosine of word vectors",
  positionsOnly: "cosine of position vectors",
  with: "cosine of word + position",
};

function isSimilarity(name: SentenceFigure): boolean {
  return name === "without" || name === "with" || name === "positionsOnly";
}

function missingText({ tokens }: PositionedSentence): string {
  const missing = tokens.filter(({ found }) => found === "none").map(({ text }) => `“${text}”`);
  if (missing.length === 0) return "";
  const words = [...new Set(missing)].join(", ");
  return `Not in the vocabulary, and left out of the pictures: ${words}. The words behind keep their positions.`;
}

function factsText({ tokens, lengths }: PositionedSentence): string {
  const made = tokens.filter(({ found }) => found === "subwords").map(({ text }) => `“${text}”`);
  const small = tokens.filter(({ found }) => found === "lowerCase").map(({ text }) => `“${text}”`);
  const parts = [
    `Root mean square length of word vectors ${formatSignificant(lengths.words)}, of position vectors ${formatSignificant(lengths.positions)}.`,
    small.length === 0 ? "" : `In small letters in the file: ${small.join(", ")}.`,
    made.length === 0 ? "" : `Made up from subwords: ${made.join(", ")}.`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

import type { WordsView } from "../../../../src/protocol/contract.ts";
import type { VocabularyFacts } from "../../../../src/protocol/words.ts";
import { formatCount } from "../../../render/numbers.ts";
import { element, setText } from "../../element.ts";
import type { View } from "../../view.ts";
import { whyOnlyWords } from "../../words/wordsModel.ts";
import { shownWords } from "../../words/wordsView.ts";
import type { ViewParts } from "../viewParts.ts";
import { createTaskLine } from "../tensors/taskLine.ts";
import { NeighboursView } from "./neighboursView.ts";
import { PositionView } from "./positionView.ts";
import { createWordSearch } from "./wordSearch.ts";

/** Static embeddings: words, their neighbours, and what adding positions does to a sentence. */
export function createWordsTab(parts: ViewParts): View {
  const { store, wordsWork } = parts;
  const change = (part: Partial<WordsView>): void => {
    const words = { ...shownWords(store.state.view), ...part };
    store.dispatch({ type: "viewChanged", change: { words }, by: "user" });
  };
  const ask = (query: string): void => change({ query });
  const facts = element("p", { class: "facts-line" });
  const line = createTaskLine("Vocabulary", {
    cancel: () => wordsWork.cancelVocabulary(),
    again: () => wordsWork.startVocabulary(),
  });
  const views = [
    createWordSearch(store, ask),
    new NeighboursView(store, wordsWork, ask),
    new PositionView(parts, change),
  ];
  const [search, neighbours, positions] = views.map((view) => view.element);
  const columns = element("div", { class: "word-columns" }, search ?? null, neighbours ?? null);
  const body = element("div", {}, columns, positions ?? null);
  const why = element("p", { class: "note" }, whyOnlyWords);
  return {
    element: element("div", { class: "words-view" }, facts, why, line.element, body),
    update(state) {
      const { vocabulary, vocabularyTask } = state.words;
      line.show(vocabularyTask, vocabulary === null ? "not there" : "there");
      body.hidden = vocabulary === null;
      setText(facts, vocabulary === null ? "Reading the vocabulary…" : factsText(vocabulary));
      facts.hidden = vocabulary === null && vocabularyTask.status !== "running";
      if (vocabulary === null) return;
      for (const view of views) view.update(state);
    },
  };
}

const formats: Readonly<Record<VocabularyFacts["format"], string>> = {
  "word2vec-binary": "word2vec, binary",
  "word-vectors-text": "word vectors as text (word2vec, GloVe, fastText)",
  fasttext: "fastText model",
};

function factsText({ format, count, dimensions, hasSubwords, problems }: VocabularyFacts): string {
  const parts = [
    `${formatCount(count)} words × ${formatCount(dimensions)} dimensions`,
    formats[format],
    hasSubwords ? "words outside the vocabulary are made of subwords" : "",
    problems.length === 0 ? "" : `problems: ${problems.map(({ message }) => message).join("; ")}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

import type { WordMatches } from "../../../../src/protocol/words.ts";
import { element, setText } from "../../element.ts";
import type { Store } from "../../store.ts";
import { remembering, type View } from "../../view.ts";
import { createTaskLine } from "../tensors/taskLine.ts";

/** Looks for words in the vocabulary; one that is chosen is asked about. */
export function createWordSearch(store: Store, ask: (word: string) => void): View {
  const box = element("input", {
    type: "search",
    class: "filter",
    "aria-label": "Search words",
    placeholder: "Search words",
    spellcheck: "false",
  });
  box.addEventListener("input", () => {
    store.dispatch({ type: "words", change: { search: box.value } });
  });
  const count = element("p", { class: "note", role: "status" });
  const list = element("ul", { class: "matches", "aria-label": "Words found" });
  const line = createTaskLine("Search", { cancel: () => undefined });
  const fill = remembering((matches: WordMatches | undefined): void => {
    const items = (matches?.words ?? []).map(({ word, row }) => {
      const name = element("button", { type: "button", class: "link" }, word);
      name.title = `row ${row}`;
      name.addEventListener("click", () => ask(word));
      return element("li", {}, name);
    });
    list.replaceChildren(...items);
  });
  return {
    element: element(
      "section",
      { class: "word-search" },
      element("h2", {}, "Vocabulary"),
      box,
      count,
      list,
      line.element,
    ),
    update({ words }) {
      const { matches, matchesTask } = words;
      fill(matches?.value);
      list.classList.toggle("pending", matches?.text !== words.search);
      setText(count, matches === null ? "" : countText(matches.text, matches.value));
      line.show(matchesTask, "there");
      line.element.hidden = matchesTask.status !== "failed";
    },
  };
}

function countText(text: string, { words, isCut }: WordMatches): string {
  if (words.length === 0) return `No word holds “${text}”.`;
  if (text === "") return `The first ${words.length} words of the file.`;
  const many = isCut ? `The first ${words.length} words` : wordsText(words.length);
  return `${many} with “${text}”, those that begin with it first.`;
}

function wordsText(count: number): string {
  return count === 1 ? "1 word" : `${count} words`;
}

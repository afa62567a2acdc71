import type { VocabularyFacts, WordNeighbours } from "../../../../src/protocol/words.ts";
import { element, setText } from "../../element.ts";
import type { AppState } from "../../state.ts";
import type { Store } from "../../store.ts";
import type { Task } from "../../tensors/tensorsState.ts";
import { remembering, type View } from "../../view.ts";
import { parseQuery } from "../../words/parseQuery.ts";
import { shownWords } from "../../words/wordsView.ts";
import type { WordsWork } from "../../words/wordsWork.ts";
import { tableButton } from "../tableButton.ts";
import { createTaskLine, type TaskLine } from "../tensors/taskLine.ts";
import { neighbourList, termsNote } from "./neighbourList.ts";
import { planeSvg, planeTable, shareText } from "./planeChart.ts";

/** The question about words, its nearest words as a list, and the same words as a picture. */
export class NeighboursView implements View {
  readonly element: HTMLElement;
  readonly #box = element("input", {
    type: "text",
    class: "query",
    "aria-label": "Word, sum of words, or vector",
    placeholder: "king - man + woman",
    spellcheck: "false",
  });
  readonly #problem = element("p", { class: "problem", role: "alert", hidden: true });
  readonly #note = element("p", { class: "note" });
  readonly #line: TaskLine;
  readonly #answer = element("div", { class: "answer" });
  readonly #list = element("div", {});
  readonly #plane = element("div", {});
  readonly #planeNote = element("p", { class: "note" });
  readonly #table = element("div", { class: "table-slot" });

  constructor(store: Store, work: WordsWork, ask: (word: string) => void) {
    this.#ask = ask;
    this.#box.addEventListener("input", () => ask(this.#box.value));
    this.#line = createTaskLine("Nearest words", {
      cancel: () => work.cancelNeighbours(),
      again: () => work.startNeighbours(),
    });
    const head = element("div", { class: "figure-head" }, element("h3", {}, "Projection"));
    head.append(tableButton(store, "plane"));
    const figure = element(
      "section",
      { class: "figure" },
      head,
      this.#planeNote,
      this.#plane,
      this.#table,
    );
    this.#answer.append(this.#list, figure);
    const label = element(
      "label",
      { class: "query-line" },
      element("h2", {}, "Nearest words"),
      this.#box,
    );
    this.element = element(
      "section",
      { class: "word-neighbours" },
      label,
      this.#problem,
      this.#line.element,
      this.#note,
      this.#answer,
    );
  }

  readonly #ask: (word: string) => void;

  update(state: AppState): void {
    const { vocabulary, neighbours, neighboursTask } = state.words;
    const query = shownWords(state.view).query;
    if (document.activeElement !== this.#box && this.#box.value !== query) this.#box.value = query;
    const asked = query.trim();
    const problem = vocabulary === null ? "" : problemOf(asked, vocabulary, neighboursTask);
    this.#problem.hidden = problem === "";
    setText(this.#problem, problem);
    // The answer before stays, faded, until the next one is there.
    const answer = asked === "" || problem !== "" ? null : neighbours;
    const isOurs = answer?.query === asked;
    this.#showTask(neighboursTask, asked === "" || isOurs ? "there" : "not there");
    this.#answer.hidden = answer === null;
    this.#answer.classList.toggle("stale", !isOurs);
    setText(this.#note, noteText(asked, isOurs ? answer : null));
    if (answer === null) return;
    this.#fill(answer.value);
    this.#fillTable(state.tables.includes("plane") ? answer.value : null);
  }

  /** A failure is said as a problem of what was typed; typing is what starts a question. */
  #showTask(task: Task, outcome: "there" | "not there"): void {
    this.#line.show(task, outcome);
    const isOver = task.status === "failed" || task.status === "idle";
    if (isOver) this.#line.element.hidden = true;
  }

  readonly #fill = remembering((found: WordNeighbours): void => {
    this.#list.replaceChildren(neighbourList(found, this.#ask));
    const { plane } = found;
    const none = "There are too few words or dimensions for a plane.";
    setText(this.#planeNote, plane === null ? none : `${planeFormula} ${shareText(plane)}.`);
    this.#plane.replaceChildren(...(plane === null ? [] : [planeSvg(plane)]));
  });

  readonly #fillTable = remembering((found: WordNeighbours | null): void => {
    const plane = found?.plane ?? null;
    this.#table.replaceChildren(...(plane === null ? [] : [planeTable(plane)]));
  });
}

function noteText(
  asked: string,
  answer: NonNullable<AppState["words"]["neighbours"]> | null,
): string {
  if (asked === "") return hint;
  return answer === null ? "" : termsNote(answer.value);
}

const hint =
  "Type a word, words with + and − between spaces, or a vector in brackets. Every word of the file is compared: cosine a·b / (|a|·|b|).";
const planeFormula = "Principal components of these vectors, each of length 1:";

function problemOf(query: string, { dimensions }: VocabularyFacts, task: Task): string {
  const parsed = parseQuery(query, dimensions);
  if ("problem" in parsed) return parsed.problem;
  return query !== "" && task.status === "failed" ? sentence(task.message) : "";
}

/** Messages of readers begin small and end without a stop. */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1) + (message.endsWith(".") ? "" : ".");
}

import type { ModelSnapshot, WordsView } from "../../../src/protocol/contract.ts";
import type { HostClient } from "../../platform/hostClient.ts";
import type { AppState } from "../state.ts";
import type { Store } from "../store.ts";
import { TensorTask } from "../tensors/tensorTask.ts";
import { parseQuery } from "./parseQuery.ts";
import { wordsTensor } from "./wordsModel.ts";
import type { WordsState } from "./wordsState.ts";
import { shownWords } from "./wordsView.ts";

/** Pause in typing after which the host is asked. */
const restMs = 150;

/** As many neighbours as are read, and as labels fit into a picture. */
const neighbourCount = 20;

type Found<K extends "vocabulary" | "matches" | "neighbours" | "sentence" | "tests"> = NonNullable<
  WordsState[K]
>;

/** Asks the host for what the Words tab shows, when it is shown. */
export class WordsWork {
  readonly #store: Store;
  readonly #host: HostClient;
  readonly #vocabulary: TensorTask<Found<"vocabulary">>;
  readonly #matches: TensorTask<Found<"matches">>;
  readonly #neighbours: TensorTask<Found<"neighbours">>;
  readonly #sentence: TensorTask<Found<"sentence">>;
  readonly #tests: TensorTask<Found<"tests">>;
  #model: ModelSnapshot | null = null;

  constructor(store: Store, host: HostClient) {
    this.#store = store;
    this.#host = host;
    const change = (part: Partial<WordsState>): void =>
      store.dispatch({ type: "words", change: part });
    this.#vocabulary = new TensorTask("words", host, {
      changed: (vocabularyTask) => change({ vocabularyTask }),
      done: (vocabulary) => change({ vocabulary }),
    });
    this.#matches = new TensorTask("search", host, {
      changed: (matchesTask) => change({ matchesTask }),
      done: (matches) => change({ matches }),
    });
    this.#neighbours = new TensorTask("neighbours", host, {
      changed: (neighboursTask) => change({ neighboursTask }),
      done: (neighbours) => change({ neighbours }),
    });
    this.#sentence = new TensorTask("sentence", host, {
      changed: (sentenceTask) => change({ sentenceTask }),
      done: (sentence) => change({ sentence }),
    });
    this.#tests = new TensorTask("tests", host, {
      changed: (testsTask) => change({ testsTask }),
      done: (tests) => change({ tests }),
    });
    store.subscribe((state) => this.#consider(state));
  }

  cancelVocabulary(): void {
    this.#vocabulary.cancel();
  }

  /** Again after a cancel or a failure. */
  startVocabulary(): void {
    this.#vocabulary.forget();
    this.#consider(this.#store.state);
  }

  cancelNeighbours(): void {
    this.#neighbours.cancel();
  }

  startNeighbours(): void {
    this.#neighbours.forget();
    this.#consider(this.#store.state);
  }

  cancelSentence(): void {
    this.#sentence.cancel();
    this.#tests.cancel();
  }

  #consider(state: AppState): void {
    if (state.model !== this.#model) this.#forget(state.model);
    const { model, view, words } = state;
    if (model === null || view.tab !== "words" || wordsTensor(model) === undefined) return;
    const { revision } = model;
    this.#vocabulary.start(String(revision), (task, signal) =>
      this.#host.call("words", { revision, task }, signal),
    );
    if (words.vocabulary === null) return;
    const asked = shownWords(view);
    this.#search(revision, words.search);
    this.#ask(revision, asked.query, words.vocabulary.dimensions);
    this.#place(revision, view.prompt, asked);
  }

  #search(revision: number, text: string): void {
    this.#matches.start(JSON.stringify([revision, text]), async (task, signal) => {
      await resting(signal);
      return { text, value: await this.#host.call("wordSearch", { revision, task, text }, signal) };
    });
  }

  #ask(revision: number, text: string, dimensions: number): void {
    const parsed = parseQuery(text, dimensions);
    if (text.trim() === "" || "problem" in parsed) {
      this.#neighbours.forget();
      return;
    }
    const { query } = parsed;
    this.#neighbours.start(JSON.stringify([revision, query]), async (task, signal) => {
      await resting(signal);
      const params = { revision, task, query, count: neighbourCount };
      const value = await this.#host.call("wordNeighbours", params, signal);
      return { query: text.trim(), value };
    });
  }

  #place(revision: number, text: string, { scheme, seed }: WordsView): void {
    this.#sentence.start(JSON.stringify([revision, text, scheme, seed]), async (task, signal) => {
      await resting(signal);
      const params = { revision, task, text, scheme, seed };
      return { scheme, value: await this.#host.call("wordSentence", params, signal) };
    });
    // One thread answers both, and the pictures come first.
    if (this.#store.state.words.sentenceTask.status === "running") return;
    this.#tests.start(JSON.stringify([revision, scheme, seed]), async (task, signal) => {
      const params = { revision, task, scheme, seed };
      return { scheme, value: await this.#host.call("wordPositions", params, signal) };
    });
  }

  #forget(model: ModelSnapshot | null): void {
    this.#model = model;
    const tasks = [this.#vocabulary, this.#matches, this.#neighbours, this.#sentence, this.#tests];
    for (const task of tasks) task.forget();
  }
}

/** Waits until typing has paused: a newer question ends the wait and the older one. */
function resting(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, restMs);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

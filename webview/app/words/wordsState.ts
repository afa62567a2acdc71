import type {
  PositionedSentence,
  PositionTests,
  VocabularyFacts,
  WordMatches,
  WordNeighbours,
} from "../../../src/protocol/words.ts";
import type { Task } from "../tensors/tensorsState.ts";

/** What the Words tab has heard from the host, each with the question that it answers; nothing of it is kept. */
export interface WordsState {
  /** The word that is being looked for in the vocabulary. */
  readonly search: string;
  readonly vocabulary: VocabularyFacts | null;
  readonly vocabularyTask: Task;
  readonly matches: { readonly text: string; readonly value: WordMatches } | null;
  readonly matchesTask: Task;
  readonly neighbours: { readonly query: string; readonly value: WordNeighbours } | null;
  readonly neighboursTask: Task;
  readonly sentence: { readonly scheme: string; readonly value: PositionedSentence } | null;
  readonly sentenceTask: Task;
  readonly tests: { readonly scheme: string; readonly value: PositionTests } | null;
  readonly testsTask: Task;
}

const idle: Task = { status: "idle" };

export const nothingOfWords: WordsState = {
  search: "",
  vocabulary: null,
  vocabularyTask: idle,
  matches: null,
  matchesTask: idle,
  neighbours: null,
  neighboursTask: idle,
  sentence: null,
  sentenceTask: idle,
  tests: null,
  testsTask: idle,
};

import type { ByteSource } from "../../core/bytes/byteSource.ts";
import { openEmbeddings } from "../../core/embeddings/openEmbeddings.ts";
import type { StaticEmbeddings } from "../../core/embeddings/staticEmbeddings.ts";
import { loadBlocks } from "../../core/embeddings/vectorBlocks.ts";
import type { Parsed } from "../../core/problem.ts";
import type { Watch } from "../../core/tensors/tensorPieces.ts";
import type { Handlers } from "../../protocol/rpc.ts";
import type { VocabularyFacts } from "../../protocol/words.ts";
import { SharedWork } from "./sharedWork.ts";
import type { WordsQuestions } from "./wordsContract.ts";
import { answerNeighbours } from "./wordsNeighbours.ts";
import { answerPositions } from "./wordsPositions.ts";
import { answerSentence } from "./wordsSentence.ts";
import { nextTurn } from "./nextTurn.ts";

/** As many as a list shows at once. */
const mostMatches = 50;

/**
 * Answers about the words of a file. The vocabulary is read at the first question, the vectors at the first one about
 * neighbours; both stay. Each answer waits for a turn, so that a question that was cancelled meanwhile is not begun.
 */
export function createWordsAnswers(
  source: ByteSource,
  file: string,
  watchOf: (task: string, signal: AbortSignal) => Watch,
): Handlers<WordsQuestions> {
  const vocabulary = new SharedWork<Parsed<StaticEmbeddings>>(async ({ signal, progress }) => {
    const opened = await openEmbeddings(source, file, signal);
    return opened.readVocabulary({ signal, onProgress: progress });
  });
  const begin = async (task: string, signal: AbortSignal): Promise<[StaticEmbeddings, Watch]> => {
    await nextTurn(signal);
    const watch = watchOf(task, signal);
    return [(await vocabulary.get(watch)).value, watch];
  };
  const blocks = new SharedWork(async ({ signal, progress }) => {
    const { value } = await vocabulary.get({ signal });
    return loadBlocks(value, { signal, onProgress: progress });
  });
  return {
    words: async ({ task }, signal) => {
      await nextTurn(signal);
      return readFacts(await vocabulary.get(watchOf(task, signal)), signal);
    },
    wordSearch: async ({ task, text }, signal) => {
      const [words] = await begin(task, signal);
      const rows = words.search(text, mostMatches + 1);
      const found = rows.slice(0, mostMatches).map((row) => ({ row, word: words.word(row) }));
      return { words: found, isCut: rows.length > mostMatches };
    },
    wordNeighbours: async ({ task, query, count }, signal) => {
      const [words, watch] = await begin(task, signal);
      return answerNeighbours(words, { query, count, blocks: () => blocks.get(watch) }, watch);
    },
    wordSentence: async ({ task, ...ask }, signal) => {
      const [words] = await begin(task, signal);
      return answerSentence(words, ask, signal);
    },
    wordPositions: async ({ task, scheme, seed }, signal) => {
      const [words] = await begin(task, signal);
      return answerPositions(words.dimensions, scheme, seed);
    },
  };
}

async function readFacts(
  { value, problems }: Parsed<StaticEmbeddings>,
  signal: AbortSignal,
): Promise<VocabularyFacts> {
  const { format, count, dimensions } = value;
  const hasSubwords = format === "fasttext" && (await isComposed(value, signal));
  return { format, count, dimensions, hasSubwords, problems };
}

/** The mark of the end of a sentence, and the shortest words, have no parts; others do where the model has any. */
const triedWords = 20;

async function isComposed(words: StaticEmbeddings, signal: AbortSignal): Promise<boolean> {
  for (let row = 0; row < Math.min(triedWords, words.count); row++) {
    const found = await words.vectorOf(words.word(row), signal);
    if (found !== undefined && found.subwords.length > 1) return true;
  }
  return false;
}

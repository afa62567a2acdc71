/**
 * The thread that has a vocabulary of static embeddings: millions of vectors are compared here, while the extension
 * host goes on. What it answers stands in `wordsAnswers.ts`.
 */
import { parentPort, workerData } from "node:worker_threads";

import type { ByteSource } from "../../core/bytes/byteSource.ts";
import type { Watch } from "../../core/tensors/tensorPieces.ts";
import { Rpc } from "../../protocol/rpc.ts";
import { createWordsAnswers } from "./wordsAnswers.ts";
import type { SourceRequests, WordsEvents, WordsQuestions, WordsStart } from "./wordsContract.ts";
import { toThreadPort } from "./wordsPort.ts";

if (parentPort !== null) {
  const { file, byteLength } = workerData as WordsStart;
  const source: ByteSource = {
    byteLength,
    read: (offset, length, signal) => rpc.call("bytes", { offset, length }, signal),
  };
  const watch = (task: string, signal: AbortSignal): Watch => ({
    signal,
    progress: (done, total) => rpc.tell("progress", { task, done, total }),
  });
  const rpc = new Rpc<WordsQuestions, SourceRequests, object, WordsEvents>(
    toThreadPort(parentPort),
    createWordsAnswers(source, file, watch),
  );
}

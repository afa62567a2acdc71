/**
 * The thread that cuts text into tokens. A vocabulary's pre-tokeniser is a regular expression from a file,
 * and JavaScript cannot interrupt one: here it can run away without the extension host, and be ended.
 */
import { parentPort, workerData } from "node:worker_threads";

import { FormatError } from "../../core/errors.ts";
import {
  parseTokenizerSource,
  type TokenizerSource,
} from "../../core/tokenizers/folder/tokenizerSource.ts";
import type { Tokenizer } from "../../core/tokenizers/tokenizer.ts";
import type { TokenizerQuestion, TokenizerReply } from "./tokenizerMessages.ts";

let tokenizer: Tokenizer | undefined;

parentPort?.on("message", (question: TokenizerQuestion) => {
  parentPort?.postMessage(reply(question));
});

function reply(question: TokenizerQuestion): TokenizerReply {
  try {
    return { id: question.id, ok: true, value: answer(question) };
  } catch (error) {
    const code = error instanceof FormatError ? error.code : undefined;
    const message = error instanceof Error ? error.message : String(error);
    return { id: question.id, ok: false, code, message };
  }
}

function answer(question: TokenizerQuestion): Extract<TokenizerReply, { ok: true }>["value"] {
  const loaded = (tokenizer ??= load());
  if (question.kind === "encode") {
    return loaded.encode(question.text);
  }
  return question.ids.map((id) => {
    const piece = loaded.piece(id);
    if (piece === undefined) {
      throw new FormatError(
        "bad-token",
        `There is no token ${id}; the vocabulary has ${loaded.vocabSize} entries, counted from 0`,
      );
    }
    return piece;
  });
}

/** Loading waits for the first question, so that its failure is the answer to somebody. */
function load(): Tokenizer {
  return parseTokenizerSource(workerData as TokenizerSource);
}

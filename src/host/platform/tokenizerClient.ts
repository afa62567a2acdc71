import { Worker } from "node:worker_threads";

import { FormatError } from "../../core/errors.ts";
import type { TokenizerSource } from "../../core/tokenizers/folder/tokenizerSource.ts";
import type { Encoding } from "../../core/tokenizers/tokenizer.ts";
import type { Disposable } from "./disposableStore.ts";
import type { TokenizerQuestion, TokenizerReply } from "./tokenizerMessages.ts";

/**
 * A vocabulary of 262,144 entries loads in about two seconds on a slow machine and a prompt is cut in milliseconds:
 * who needs longer is a regular expression that runs away.
 */
const timeLimitMs = 15_000;

/** One model's tokenizer, in a thread of its own that is started by the first question and ended by a slow one. */
export class TokenizerClient implements Disposable {
  readonly #script: string;
  readonly #source: TokenizerSource;
  readonly #timeLimitMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #questions = 0;
  #isDisposed = false;

  constructor(script: string, source: TokenizerSource, options: { timeLimitMs?: number } = {}) {
    this.#script = script;
    this.#source = source;
    this.#timeLimitMs = options.timeLimitMs ?? timeLimitMs;
  }

  /** @throws FormatError of the vocabulary, or `limit-exceeded` when it takes too long. */
  async encode(text: string, signal?: AbortSignal): Promise<Encoding> {
    return (await this.#ask({ kind: "encode", text }, signal)) as Encoding;
  }

  /** Pieces of ids, in step. @throws FormatError `bad-token` for an id without one. */
  async pieces(ids: readonly number[], signal?: AbortSignal): Promise<readonly string[]> {
    return (await this.#ask({ kind: "pieces", ids }, signal)) as readonly string[];
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#end(new FormatError("not-readable", "The tokenizer was closed before it answered"));
  }

  #ask(question: QuestionBody, signal: AbortSignal | undefined): Promise<unknown> {
    if (this.#isDisposed) {
      throw new FormatError("not-readable", "The tokenizer is closed");
    }
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const id = (this.#questions += 1);
      const tooSlow = setTimeout(() => this.#end(this.#tooSlow()), this.#timeLimitMs);
      const giveUp = (): void => {
        // The thread goes on: ending it would load the vocabulary again for the next key press.
        this.#take(id);
        reject(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#waiting.set(id, {
        resolve,
        reject,
        settled: () => {
          clearTimeout(tooSlow);
          signal?.removeEventListener("abort", giveUp);
        },
      });
      this.#running().postMessage({ ...question, id } satisfies TokenizerQuestion);
    });
  }

  #running(): Worker {
    if (this.#thread === undefined) {
      const thread = new Worker(this.#script, { workerData: this.#source });
      thread.on("message", (reply: TokenizerReply) => this.#settle(reply));
      thread.on("error", (error) => {
        const message = error instanceof Error ? error.message : String(error);
        this.#end(new FormatError("bad-header", `The tokenizer failed: ${message}`));
      });
      this.#thread = thread;
    }
    return this.#thread;
  }

  #settle(reply: TokenizerReply): void {
    const waiting = this.#take(reply.id);
    if (reply.ok) {
      waiting?.resolve(reply.value);
    } else {
      waiting?.reject(
        reply.code === undefined
          ? new Error(reply.message)
          : new FormatError(reply.code, reply.message),
      );
    }
  }

  #tooSlow(): FormatError {
    return new FormatError(
      "limit-exceeded",
      `The tokenizer took longer than ${this.#timeLimitMs / 1000} s and was ended; ` +
        `its pre-tokeniser pattern may not suit this text. Token ids can be typed instead`,
    );
  }

  #end(reason: FormatError): void {
    const thread = this.#thread;
    this.#thread = undefined;
    void thread?.terminate();
    for (const id of [...this.#waiting.keys()]) {
      this.#take(id)?.reject(reason);
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.settled();
    return waiting;
  }
}

type QuestionBody = TokenizerQuestion extends infer Q
  ? Q extends { readonly id: number }
    ? Omit<Q, "id">
    : never
  : never;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  settled(): void;
}

import { Worker } from "node:worker_threads";

import type { OpenByteSource } from "../../core/bytes/byteSource.ts";
import { FormatError } from "../../core/errors.ts";
import type { Watch } from "../../core/tensors/tensorPieces.ts";
import { Rpc } from "../../protocol/rpc.ts";
import { transferring } from "../../protocol/transfer.ts";
import type { Disposable } from "./disposableStore.ts";
import type { SourceRequests, WordsEvents, WordsQuestions, WordsStart } from "./wordsContract.ts";
import { toThreadPort } from "./wordsPort.ts";

/** The vocabulary of one file, in a thread of its own that is started by the first question. */
export class WordsClient implements Disposable {
  readonly #script: string;
  readonly #file: string;
  readonly #source: OpenByteSource;
  readonly #watches = new Map<string, Watch>();
  #thread: { readonly worker: Worker; readonly rpc: ThreadClient } | undefined;
  #tasks = 0;
  #isDisposed = false;

  /** @param source closed by `dispose`. */
  constructor(script: string, file: string, source: OpenByteSource) {
    this.#script = script;
    this.#file = file;
    this.#source = source;
  }

  /** @throws RpcError with the code of the thread's FormatError; `cancelled`. */
  async ask<K extends keyof WordsQuestions>(
    method: K,
    params: Omit<WordsQuestions[K]["params"], "task">,
    watch: Watch,
  ): Promise<WordsQuestions[K]["result"]> {
    if (this.#isDisposed) throw new FormatError("not-readable", "The vocabulary is closed");
    // Two pages may name their tasks alike.
    const task = String((this.#tasks += 1));
    this.#watches.set(task, watch);
    try {
      const { rpc } = (this.#thread ??= this.#start());
      // Safe: `params` is what the method asks for but its task.
      return await rpc.call(
        method,
        { ...params, task } as WordsQuestions[K]["params"],
        watch.signal,
      );
    } finally {
      this.#watches.delete(task);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#end();
    void this.#source.close();
  }

  #start(): { readonly worker: Worker; readonly rpc: ThreadClient } {
    const workerData: WordsStart = { file: this.#file, byteLength: this.#source.byteLength };
    const worker = new Worker(this.#script, { workerData });
    const rpc: ThreadClient = new Rpc<SourceRequests, WordsQuestions, WordsEvents, object>(
      toThreadPort(worker),
      {
        bytes: async ({ offset, length }, signal) => {
          const bytes = await this.#source.read(offset, length, signal);
          return transferring(bytes, [bytes.buffer]);
        },
      },
    );
    rpc.on("progress", ({ task, done, total }) => {
      this.#watches.get(task)?.progress?.(done, total);
    });
    // Out of memory, say: who waits is told, and the next question starts another.
    worker.on("error", () => this.#end());
    return { worker, rpc };
  }

  #end(): void {
    const thread = this.#thread;
    this.#thread = undefined;
    thread?.rpc.dispose();
    void thread?.worker.terminate();
  }
}

type ThreadClient = Rpc<SourceRequests, WordsQuestions, WordsEvents, object>;

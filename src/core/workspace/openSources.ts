import type { ByteSource, OpenByteSource } from "../bytes/byteSource.ts";
import { OPEN_FILE_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";

/**
 * Files that stay open between reads: the least recently used one is closed when another is needed, and as many
 * reads run at a time as files may be open, so there is always an idle one to close.
 */
export class OpenSources {
  readonly #open: (name: string) => Promise<OpenByteSource>;
  /** Least recently used first. */
  readonly #sources = new Map<string, { source: Promise<OpenByteSource>; users: number }>();
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(open: (name: string) => Promise<OpenByteSource>) {
    this.#open = open;
  }

  /** @throws FormatError `not-readable` after `close`, and those of opening and of `read`. */
  async use<T>(name: string, read: (source: ByteSource) => Promise<T>): Promise<T> {
    while (this.#running.size >= OPEN_FILE_LIMIT) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#closed) throw new FormatError("not-readable", `${name}: its model was closed`);
    const run = this.#run(name, read);
    this.#running.add(run);
    try {
      return await run;
    } finally {
      this.#running.delete(run);
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#running]);
    const sources = [...this.#sources.values()];
    this.#sources.clear();
    await Promise.all(sources.map(async ({ source }) => (await source).close()));
  }

  async #run<T>(name: string, read: (source: ByteSource) => Promise<T>): Promise<T> {
    const entry = this.#sources.get(name) ?? { source: this.#open(name), users: 0 };
    entry.users++;
    this.#sources.delete(name);
    this.#sources.set(name, entry);
    const closing = this.#closeIdle();
    try {
      const source = await entry.source.catch((error: unknown) => {
        // A file that could not be opened may be there the next time.
        if (this.#sources.get(name) === entry) this.#sources.delete(name);
        throw error;
      });
      return await read(source);
    } finally {
      entry.users--;
      await closing;
    }
  }

  async #closeIdle(): Promise<void> {
    if (this.#sources.size <= OPEN_FILE_LIMIT) return;
    for (const [name, { source, users }] of this.#sources) {
      if (users > 0) continue;
      this.#sources.delete(name);
      await (await source).close();
      return;
    }
  }
}

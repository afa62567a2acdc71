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
    let entry = this.#sources.get(name);
    // Moved to the end of the Map, where the most recently used ones are.
    this.#sources.delete(name);
    entry ??= { source: this.#openInTurn(name), users: 0 };
    this.#sources.set(name, entry);
    entry.users++;
    try {
      return await read(await entry.source);
    } catch (error) {
      // A file that could not be opened may be there the next time; one that was opened stays.
      const opened = await entry.source.then(
        () => true,
        () => false,
      );
      if (!opened && this.#sources.get(name) === entry) this.#sources.delete(name);
      throw error;
    } finally {
      entry.users--;
    }
  }

  async #openInTurn(name: string): Promise<OpenByteSource> {
    await this.#closeIdle();
    return this.#open(name);
  }

  /** Makes room for one more. */
  async #closeIdle(): Promise<void> {
    if (this.#sources.size < OPEN_FILE_LIMIT) return;
    for (const [name, { source, users }] of this.#sources) {
      if (users > 0) continue;
      this.#sources.delete(name);
      await (await source).close();
      return;
    }
  }
}

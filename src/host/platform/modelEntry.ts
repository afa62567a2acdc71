import type * as vscode from "vscode";

import { joinPath, type Files } from "../../core/bytes/files.ts";
import { FormatError } from "../../core/errors.ts";
import type { TensorTable } from "../../core/formats/tensorTable.ts";
import type { Parsed } from "../../core/problem.ts";
import type { ModelFolder } from "../../core/workspace/modelFolder.ts";
import type { TensorReader } from "../../core/workspace/tensorReader.ts";
import type { Disposable } from "./disposableStore.ts";
import type { Load } from "./load.ts";
import type * as modelParts from "./modelParts.ts";
import { Once } from "./once.ts";
import type { TokenizerClient } from "./tokenizerClient.ts";
import { nameOfUri, pathOf } from "./uris.ts";
import { filesAt } from "./vscodeFiles.ts";
import type { WordsClient } from "./wordsClient.ts";

/** File handles and the tokenizer's thread stay this long after the last view let go: tabs are switched back and forth. */
const graceMs = 5_000;

/**
 * One model and what has been read of it, each part at its first use and once: that of a folder, or that of one
 * checkpoint of a folder with several, which its Uri then names as its fragment.
 * A change of its files drops everything and moves `revision` on.
 */
export class ModelEntry {
  readonly key: string;
  /** The folder. */
  readonly uri: vscode.Uri;
  readonly path: string;
  readonly label: string;
  readonly files: Files;
  readonly #place: string;
  readonly #threads: ThreadScripts;
  readonly #load: Load<typeof modelParts>;
  #revision = 1;
  #holders = 0;
  #grace: NodeJS.Timeout | undefined;
  readonly #folder = new Once<Parsed<ModelFolder>>();
  readonly #table = new Once<Parsed<TensorTable>>();
  readonly #reader = new Once<TensorReader>();
  readonly #tokenizer = new Once<TokenizerClient>();
  readonly #words = new Once<WordsClient>();

  constructor(uri: vscode.Uri, threads: ThreadScripts, load: Load<typeof modelParts>) {
    const { fragment: file } = uri;
    this.key = uri.toString();
    this.uri = uri.with({ fragment: "" });
    this.path = pathOf(this.uri);
    this.#place = file === "" ? this.path : joinPath(this.path, file);
    this.label = file === "" ? nameOfUri(uri) : file;
    this.files = filesAt(this.uri);
    this.#threads = threads;
    this.#load = load;
  }

  get revision(): number {
    return this.#revision;
  }

  get isHeld(): boolean {
    return this.#holders > 0;
  }

  /** The folder by its config alone, with unsaved text. @throws FormatError where there is no such folder. */
  folder(): Promise<Parsed<ModelFolder>> {
    return this.#folder.get(async () =>
      (await this.#load()).readModelFolder(this.files, this.#place),
    );
  }

  /** Headers of all checkpoints. @throws FormatError when none can be read. */
  table(): Promise<Parsed<TensorTable>> {
    return this.#table.get(async () =>
      (await this.#load()).openHubTable(this.files, (await this.folder()).value),
    );
  }

  reader(): Promise<TensorReader> {
    return this.#reader.get(async () => {
      const parts = await this.#load();
      return new parts.TensorReader(this.files, this.path, (await this.table()).value);
    });
  }

  /** @throws FormatError `not-found` where the folder has no tokenizer. */
  tokenizer(): Promise<TokenizerClient> {
    return this.#tokenizer.get(() => this.#openTokenizer());
  }

  /** @throws FormatError `unsupported` where the checkpoint is no static embeddings. */
  words(): Promise<WordsClient> {
    return this.#words.get(() => this.#openWords());
  }

  /**
   * Reads ahead what a picture begins with: a view was opened, and its page takes longer to load than this.
   * Who asks for a part is told of its failure; here nobody is.
   */
  warm(): void {
    const silent = (): void => undefined;
    this.reader().catch(silent);
    // No pieces are wanted: the question makes the thread load its vocabulary.
    this.tokenizer()
      .then((tokenizer) => tokenizer.pieces([]))
      .catch(silent);
  }

  /** Keeps file handles open until disposed, and a little longer. */
  hold(): Disposable {
    clearTimeout(this.#grace);
    this.#holders += 1;
    let isHeld = true;
    return {
      dispose: () => {
        if (isHeld) {
          isHeld = false;
          this.#letGo();
        }
      },
    };
  }

  /** Its files changed: what was read is no longer true. */
  drop(): void {
    this.#revision += 1;
    this.#folder.drop();
    this.#table.drop();
    this.#closeReaders();
  }

  dispose(): void {
    clearTimeout(this.#grace);
    this.drop();
  }

  #letGo(): void {
    this.#holders -= 1;
    if (this.#holders === 0) {
      this.#grace = setTimeout(() => this.#closeReaders(), graceMs);
    }
  }

  #closeReaders(): void {
    this.#reader.drop((reader) => reader.close());
    this.#tokenizer.drop((tokenizer) => tokenizer.dispose());
    this.#words.drop((words) => words.dispose());
  }

  async #openTokenizer(): Promise<TokenizerClient> {
    const { value } = await this.folder();
    const parts = await this.#load();
    const source = await parts.readTokenizerSource(this.files, value);
    return new parts.TokenizerClient(this.#threads.tokenizer, source);
  }

  async #openWords(): Promise<WordsClient> {
    const { value } = await this.table();
    const file = value.tensors.find(({ storage }) => storage?.kind === "words")?.file;
    if (file === undefined) {
      throw new FormatError("unsupported", `${this.label} holds no static embeddings`);
    }
    const source = await this.files.open(joinPath(this.path, file));
    const parts = await this.#load();
    return new parts.WordsClient(this.#threads.words, file, source);
  }
}

/** Paths of the scripts that run in threads. */
export interface ThreadScripts {
  readonly tokenizer: string;
  readonly words: string;
}

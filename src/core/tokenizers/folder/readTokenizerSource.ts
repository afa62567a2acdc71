import { decodeText } from "../../bytes/decodeText.ts";
import { joinPath, type Files } from "../../bytes/files.ts";
import { FormatError } from "../../errors.ts";
import { readGguf } from "../../formats/gguf/readGguf.ts";
import type { ModelFolder } from "../../workspace/modelFolder.ts";
import { readWhole } from "../../workspace/readWhole.ts";
import { readGgufVocabulary } from "../gguf/readGgufVocabulary.ts";
import { maxTokenizerBytes } from "../limits.ts";
import type { TokenizerSource } from "./tokenizerSource.ts";
import { isUsualName, vocabularyKind } from "./vocabularyFiles.ts";

/**
 * Reads what a folder's tokenizer is made of, from the first of its vocabulary files that holds one.
 * @throws FormatError `not-found` where none does, those of reading a file, of GGUF files those of their header.
 */
export async function readTokenizerSource(
  files: Files,
  folder: ModelFolder,
  signal?: AbortSignal,
): Promise<TokenizerSource> {
  const reader = new SourceReader(files, folder, signal);
  for (const name of folder.files.vocabularies) {
    const source = await reader.read(name);
    if (source !== undefined) return source;
  }
  throw new FormatError(
    "not-found",
    `${folder.path} has no tokenizer: no tokenizer.json, GGUF vocabulary, SentencePiece model, vocab.json with merges.txt or vocab.txt`,
  );
}

class SourceReader {
  readonly #files: Files;
  readonly #folder: ModelFolder;
  readonly #signal: AbortSignal | undefined;

  constructor(files: Files, folder: ModelFolder, signal: AbortSignal | undefined) {
    this.#files = files;
    this.#folder = folder;
    this.#signal = signal;
  }

  async read(name: string): Promise<TokenizerSource | undefined> {
    const kind = vocabularyKind(name);
    switch (kind) {
      case "json":
        return { kind, json: await this.#text(name), configJson: await this.#config(name) };
      case "gguf":
        return this.#gguf(name);
      case "sentencepiece":
        return { kind, bytes: await this.#bytes(name), configJson: await this.#config(name) };
      case "merges": {
        const vocabJson = await this.#text(name.replace(/merges\.txt$/, "vocab.json"));
        const merges = await this.#text(name.replace(/vocab\.json$/, "merges.txt"));
        return { kind, vocabJson, merges, ...(await this.#settings(name)) };
      }
      case "wordpiece":
        return { kind, text: await this.#text(name), ...(await this.#settings(name)) };
      case undefined:
        return undefined;
    }
  }

  async #gguf(name: string): Promise<TokenizerSource | undefined> {
    const source = await this.#files.open(joinPath(this.#folder.path, name));
    try {
      const { value } = await readGguf(source, name, this.#signal);
      const vocabulary = await readGgufVocabulary(value.metadata, this.#signal);
      return vocabulary === undefined ? undefined : { kind: "gguf", vocabulary };
    } finally {
      await source.close();
    }
  }

  async #settings(
    name: string,
  ): Promise<{ configJson: string | undefined; modelType: string | undefined }> {
    const modelType = isUsualName(name) ? this.#folder.config?.spec.modelType : undefined;
    return { configJson: await this.#config(name), modelType };
  }

  /** A file under another name is a vocabulary by itself, and what lies beside it is of another one. */
  async #config(name: string): Promise<string | undefined> {
    const { tokenizerConfig } = this.#folder.files;
    return tokenizerConfig === undefined || !isUsualName(name)
      ? undefined
      : this.#text(tokenizerConfig);
  }

  async #text(name: string): Promise<string> {
    return decodeText(await this.#bytes(name), name).value;
  }

  #bytes(name: string): Promise<Uint8Array> {
    const path = joinPath(this.#folder.path, name);
    const whole = { files: this.#files, path, file: name, limit: maxTokenizerBytes };
    return readWhole(whole, this.#signal);
  }
}

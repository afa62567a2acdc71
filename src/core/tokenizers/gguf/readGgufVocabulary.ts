import { FormatError } from "../../errors.ts";
import type { GgufMetadata } from "../../formats/gguf/ggufMetadata.ts";
import type { GgufSpecialName, GgufVocabulary } from "./ggufVocabulary.ts";

/**
 * The vocabulary of a GGUF file, read whole; its source has to be open. `undefined` where the file has none.
 * @throws FormatError `bad-header` where a key holds a value of another kind, `limit-exceeded` for one too long.
 */
export async function readGgufVocabulary(
  metadata: GgufMetadata,
  signal?: AbortSignal,
): Promise<GgufVocabulary | undefined> {
  const reader = new KeyReader(metadata, signal);
  const model = await reader.text("tokenizer.ggml.model");
  if (model === undefined || model === "no_vocab" || model === "none") return undefined;
  const tokens = await reader.texts("tokenizer.ggml.tokens");
  if (tokens === undefined) return undefined;
  const charsmap = await reader.numbers("tokenizer.ggml.precompiled_charsmap");
  return {
    model,
    tokens,
    pre: await reader.text("tokenizer.ggml.pre"),
    scores: await reader.numbers("tokenizer.ggml.scores"),
    types: await reader.numbers("tokenizer.ggml.token_type"),
    merges: await reader.texts("tokenizer.ggml.merges"),
    specialIds: new Map(
      specialKeys.flatMap(([name, key]): [GgufSpecialName, number][] => {
        const id = reader.id(`tokenizer.ggml.${key}`);
        return id === undefined ? [] : [[name, id]];
      }),
    ),
    addBos: reader.flag("tokenizer.ggml.add_bos_token"),
    addEos: reader.flag("tokenizer.ggml.add_eos_token"),
    addSpacePrefix: reader.flag("tokenizer.ggml.add_space_prefix"),
    removeExtraWhitespaces: reader.flag("tokenizer.ggml.remove_extra_whitespaces"),
    lowercase: reader.flag("tokenizer.ggml.normalizer.lowercase"),
    stripAccents: reader.flag("tokenizer.ggml.normalizer.strip_accents"),
    charsmap: charsmap === undefined ? undefined : Uint8Array.from(charsmap, (byte) => byte & 255),
    architecture: await reader.text("general.architecture"),
    name: await reader.text("general.name"),
  };
}

/** A special token may have an older key as well, which comes first here, so that the newer one counts. */
const specialKeys: readonly (readonly [GgufSpecialName, string])[] = [
  ["bos", "bos_token_id"],
  ["eos", "eos_token_id"],
  ["eot", "eot_token_id"],
  ["eom", "eom_token_id"],
  ["unknown", "unknown_token_id"],
  // The key is written with its mistake in every file.
  ["separator", "seperator_token_id"],
  ["fimPrefix", "prefix_token_id"],
  ["fimPrefix", "fim_pre_token_id"],
  ["fimSuffix", "suffix_token_id"],
  ["fimSuffix", "fim_suf_token_id"],
  ["fimMiddle", "middle_token_id"],
  ["fimMiddle", "fim_mid_token_id"],
  ["fimPad", "fim_pad_token_id"],
  ["fimRepository", "fim_rep_token_id"],
  ["fimSeparator", "fim_sep_token_id"],
];

class KeyReader {
  readonly #metadata: GgufMetadata;
  readonly #signal: AbortSignal | undefined;

  constructor(metadata: GgufMetadata, signal: AbortSignal | undefined) {
    this.#metadata = metadata;
    this.#signal = signal;
  }

  async text(key: string): Promise<string | undefined> {
    return this.#required(key, await this.#metadata.text(key, this.#signal), "a text");
  }

  async texts(key: string): Promise<readonly string[] | undefined> {
    return this.#required(key, await this.#metadata.strings(key, this.#signal), "a list of texts");
  }

  async numbers(key: string): Promise<Float64Array | undefined> {
    const numbers = await this.#metadata.numbers(key, this.#signal);
    return this.#required(key, numbers, "a list of numbers");
  }

  flag(key: string): boolean | undefined {
    const value = this.#metadata.get(key);
    return this.#required(key, typeof value === "boolean" ? value : undefined, "true or false");
  }

  id(key: string): number | undefined {
    const value = this.#metadata.get(key);
    const isId = typeof value === "number" && Number.isInteger(value) && value >= 0;
    // A negative number says that there is no such token.
    if (typeof value === "number" && value < 0) return undefined;
    return this.#required(key, isId ? value : undefined, "an id");
  }

  #required<T>(key: string, value: T | undefined, allowed: string): T | undefined {
    const entry = this.#metadata.entry(key);
    if (value !== undefined || entry === undefined) return value;
    const found = entry.items === undefined ? entry.type : `a list of ${entry.items.type}`;
    const message = `${key} of the GGUF file is ${found}; ${allowed} was expected`;
    throw new FormatError("bad-header", message, { offset: entry.offset });
  }
}

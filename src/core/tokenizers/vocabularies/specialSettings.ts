import { asCount, badField, FieldReader } from "../fieldReader.ts";
import { maxTokenId } from "../limits.ts";
import { parseJsonText } from "../parseJsonText.ts";

/** What tokenizer_config.json says, for vocabularies that have no file of their own for it. */
export class SpecialSettings {
  readonly #config: FieldReader;

  /** @throws FormatError `bad-json`, `bad-header` */
  constructor(configJson: string | undefined) {
    const config =
      configJson === undefined ? {} : parseJsonText(configJson, "tokenizer_config.json");
    this.#config = new FieldReader(config, "");
  }

  /** The class in transformers, without the word for its quick form. */
  get tokenizerClass(): string | undefined {
    return this.#config.optionalString("tokenizer_class")?.replace(/Fast$/, "");
  }

  flag(name: string, whenAbsent: "on" | "off"): boolean {
    return this.#config.flag(name, whenAbsent);
  }

  optionalFlag(name: string): boolean | undefined {
    return this.#config.raw(name) === undefined ? undefined : this.flag(name, "off");
  }

  /** A token: a text, or an object with the text as its `content`. */
  token(name: string, whenAbsent: string): string {
    const value = this.#config.raw(name) ?? whenAbsent;
    return typeof value === "string" ? value : new FieldReader(value, name).string("content");
  }

  /** Tokens that the config adds to the vocabulary, in the shape that tokenizer.json has for them. */
  addedTokens(): readonly AddedTokenFields[] {
    const fields = this.#config.optionalObject("added_tokens_decoder");
    return Array.from(fields?.entries() ?? [], ([key, value]) => {
      const where = `added_tokens_decoder.${key.slice(0, 20)}`;
      if (!/^\d+$/.test(key)) throw badField(where, key, "an id as its name");
      if (typeof value !== "object" || value === null) throw badField(where, value, "an object");
      return { ...value, id: asCount(Number(key), maxTokenId, where) };
    });
  }
}

/** An entry of `added_tokens`; what it holds is checked when it is read as such. */
export interface AddedTokenFields {
  readonly id: number;
  readonly [field: string]: unknown;
}

/**
 * Special tokens of a class, of which those count that the vocabulary has, and before them those of the config.
 * @param names Tokens, with what sets each apart from others.
 */
export function toAddedTokens(
  names: readonly { readonly content: string; readonly lstrip?: boolean }[],
  vocabulary: ReadonlyMap<string, number>,
  settings: SpecialSettings,
): readonly AddedTokenFields[] {
  const added = settings.addedTokens();
  const known = new Set(added.map(({ id }) => id));
  const own = names.flatMap((name) => {
    const id = vocabulary.get(name.content);
    return id === undefined || known.has(id) ? [] : [{ ...name, id, special: true }];
  });
  return [...own, ...added];
}

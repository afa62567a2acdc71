import { FormatError } from "../../errors.ts";
import { asCount, type FieldReader } from "../fieldReader.ts";
import { maxTokenId } from "../limits.ts";

/**
 * The `vocab` of a model as token → id; a Map was read from another file and checked there.
 * @throws FormatError `bad-header` for ids that are no indexes or that two tokens share.
 */
export function readVocabulary(model: FieldReader): ReadonlyMap<string, number> {
  const given = model.raw("vocab");
  if (given instanceof Map) return given as ReadonlyMap<string, number>;
  const fields = model.object("vocab");
  const ids = new Map<string, number>();
  const owners = new Map<number, string>();
  for (const [token, value] of fields.entries()) {
    const id = asCount(value, maxTokenId, fields.path(shownToken(token)));
    const other = owners.get(id);
    if (other !== undefined) {
      throw new FormatError(
        "bad-header",
        `The tokens "${shownToken(other)}" and "${shownToken(token)}" both have the id ${id}; each needs its own.`,
      );
    }
    owners.set(id, token);
    ids.set(token, id);
  }
  return ids;
}

/** A token with its id. */
export interface VocabularyEntry {
  readonly token: string;
  readonly id: number;
}

/** The token for what the vocabulary does not have, where the file names one. @throws FormatError `bad-header` */
export function readUnknownToken(
  model: FieldReader,
  vocabulary: ReadonlyMap<string, number>,
): VocabularyEntry | undefined {
  const token = model.optionalString("unk_token");
  if (token === undefined) return undefined;
  const id = vocabulary.get(token);
  if (id !== undefined) return { token, id };
  const message = `The unknown token "${shownToken(token)}" is not in the vocabulary of ${vocabulary.size} tokens.`;
  throw new FormatError("bad-header", message);
}

/** "<0x0A>" for each byte of a character, where the vocabulary has all of them. */
export function byteTokens(
  char: string,
  vocabulary: ReadonlyMap<string, number>,
): readonly VocabularyEntry[] | undefined {
  const tokens: VocabularyEntry[] = [];
  for (const byte of encoder.encode(char)) {
    const token = `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
    const id = vocabulary.get(token);
    if (id === undefined) return undefined;
    tokens.push({ token, id });
  }
  return tokens;
}

export function shownToken(token: string): string {
  return token.length <= 40 ? token : `${token.slice(0, 40)}…`;
}

const encoder = new TextEncoder();

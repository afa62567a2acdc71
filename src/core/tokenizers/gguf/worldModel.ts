import { FormatError } from "../../errors.ts";
import { type AlignedText, plainText } from "../alignedText.ts";
import { byteString, encodedChars } from "../encodedChars.ts";
import type { ModelToken, TokenizerModel } from "../models/model.ts";
import { PrefixSearch } from "../models/prefixSearch.ts";

/**
 * RWKV's vocabulary "World": tokens are bytes, written with escapes ("\n", "\xe4"); the longest from the left counts.
 * A token that ends inside a character stands for the whole of it.
 */
export function createWorldModel(
  tokens: readonly string[],
  vocabulary: ReadonlyMap<string, number>,
  unknownId: number | undefined,
): TokenizerModel {
  const search = new PrefixSearch(tokens.map((token, id) => [unescaped(token), id]));
  return {
    vocabulary,
    tokenize(part) {
      const { bytes, charOf } = byteText(part);
      const placed: ModelToken[] = [];
      for (let at = 0; at < bytes.length;) {
        const match = search.longest(bytes, at);
        const id = match?.id ?? unknownId;
        if (id === undefined) {
          const message = `The vocabulary has no token for the byte ${bytes.charCodeAt(at)} and none for what is unknown`;
          throw new FormatError("bad-token", message);
        }
        const end = at + (match?.length ?? 1);
        placed.push({ id, token: tokens[id] ?? "", from: charOf(at), to: charOf(end - 1) + 1 });
        at = end;
      }
      return placed;
    },
  };
}

function byteText(part: AlignedText): { bytes: string; charOf: (byte: number) => number } {
  const { byteStarts } = encodedChars(part);
  let char = 0;
  return {
    bytes: byteString(plainText(part)),
    charOf(byte) {
      while (char > 0 && (byteStarts[char] ?? 0) > byte) char -= 1;
      while (char + 1 < byteStarts.length && (byteStarts[char + 1] ?? 0) <= byte) char += 1;
      return char;
    },
  };
}

/** The bytes of a token as characters U+0000 to U+00FF. */
function unescaped(token: string): string {
  return byteString(token).replace(
    /\\(?:x([0-9a-fA-F]{2})|([^]))/g,
    (_, hex: string | undefined, char: string) =>
      hex === undefined
        ? (escapes.get(char) ?? char)
        : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["t", "\t"],
  ["n", "\n"],
  ["r", "\r"],
]);

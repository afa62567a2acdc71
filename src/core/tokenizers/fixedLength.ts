import { FormatError } from "../errors.ts";
import type { FieldReader } from "./fieldReader.ts";
import { maxFixedLength, maxTokenId } from "./limits.ts";
import { type PlacedToken, textlessToken } from "./placedToken.ts";

/** Makes a list of tokens shorter or longer. */
export type LengthRule = (tokens: readonly PlacedToken[]) => readonly PlacedToken[];

/**
 * The file's truncation: what is beyond the length goes, special tokens that are added later counted in.
 * @throws FormatError
 */
export function readTruncation(fields: FieldReader | undefined, added: number): LengthRule {
  if (fields === undefined) return (tokens) => tokens;
  const room = Math.max(0, fields.count("max_length", maxFixedLength) - added);
  const keepsEnd = readSide(fields) === "Left";
  return (tokens) => {
    if (tokens.length <= room) return tokens;
    return keepsEnd ? tokens.slice(tokens.length - room) : tokens.slice(0, room);
  };
}

/** The file's padding: to a fixed length, or to a multiple of one. @throws FormatError */
export function readPadding(fields: FieldReader | undefined): LengthRule {
  if (fields === undefined) return (tokens) => tokens;
  const pad = textlessToken(fields.string("pad_token"), fields.count("pad_id", maxTokenId));
  const atStart = readSide(fields) === "Left";
  const fixed = readFixed(fields);
  const multiple = Math.max(1, fields.count("pad_to_multiple_of", maxFixedLength, 1));
  return (tokens) => {
    const wanted = Math.ceil(Math.max(fixed ?? 0, tokens.length) / multiple) * multiple;
    const padding = Array<PlacedToken>(wanted - tokens.length).fill(pad);
    return atStart ? [...padding, ...tokens] : [...tokens, ...padding];
  };
}

/** `undefined` pads to the longest of a batch, and one text is the longest of its own. */
function readFixed(fields: FieldReader): number | undefined {
  if (fields.raw("strategy") === "BatchLongest") return undefined;
  return fields.object("strategy").count("Fixed", maxFixedLength);
}

function readSide(fields: FieldReader): "Left" | "Right" {
  const side = fields.string("direction", "Right");
  if (side === "Left" || side === "Right") return side;
  const message = `"${fields.path("direction")}" is "${side.slice(0, 60)}"; Left or Right was expected.`;
  throw new FormatError("unsupported", message);
}

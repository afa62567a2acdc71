import { FormatError } from "../../errors.ts";
import { type AlignedText, prepend } from "../alignedText.ts";
import type { FieldReader } from "../fieldReader.ts";
import { literalMatcher } from "../patterns/textMatcher.ts";
import { replaceMatches } from "./normalizers.ts";
import { splitText } from "./splitText.ts";
import type { PreTokenizer } from "./stage.ts";

/** SentencePiece's spaces: each becomes "▁", one more may be put in front, and a part begins at each. */
export function readMetaspace(fields: FieldReader): PreTokenizer {
  const replacement = fields.string("replacement", "▁");
  const scheme = readScheme(fields);
  const splits = fields.flag("split", "on");
  const space = literalMatcher(" ");
  const mark = literalMatcher(replacement);
  return (text) => {
    const marked = replaceMatches(text, space, replacement);
    const full = wantsFront(marked, scheme, replacement) ? prepend(marked, replacement) : marked;
    return splits ? splitText(full, mark, "MergedWithNext") : [full];
  };
}

type PrependScheme = "always" | "first" | "never";

function wantsFront(text: AlignedText, scheme: PrependScheme, mark: string): boolean {
  if (scheme === "never" || text.chars[0] === mark) return false;
  return scheme === "always" || text.starts[0] === 0;
}

/** Older files have `add_prefix_space` in its place. */
function readScheme(fields: FieldReader): PrependScheme {
  const older = fields.flag("add_prefix_space", "on") ? "always" : "never";
  const name = fields.string("prepend_scheme", older);
  if (name === "always" || name === "first" || name === "never") return name;
  const message = `"${fields.path("prepend_scheme")}" is "${name.slice(0, 60)}"; always, first or never was expected.`;
  throw new FormatError("unsupported", message);
}

import { QUOTE_LIMIT } from "./limits.ts";

/** Text of a file as a message repeats it: on one line, quoted, cut where it is long. */
export function shownText(text: string): string {
  const cut = text.length > QUOTE_LIMIT;
  const quoted = JSON.stringify(cut ? text.slice(0, QUOTE_LIMIT) : text);
  return cut ? `${quoted}… (${text.length} characters)` : quoted;
}

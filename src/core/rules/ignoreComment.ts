import type { TextSpan } from "../problem.ts";

/** Whether `poslens-ignore PL###` stands in a comment of the line of a finding, or of the line above. */
export function isIgnored(text: string, span: TextSpan, rule: string): boolean {
  const lineStart = text.lastIndexOf("\n", span.offset - 1) + 1;
  const lineEnd = text.indexOf("\n", span.offset);
  const aboveStart = lineStart === 0 ? 0 : text.lastIndexOf("\n", lineStart - 2) + 1;
  const lines = text.slice(aboveStart, lineEnd === -1 ? undefined : lineEnd).split("\n");
  return lines.some((line) => new RegExp(`#.*\\bposlens-ignore\\s+${rule}\\b`).test(line));
}

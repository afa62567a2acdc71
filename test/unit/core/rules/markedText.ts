import type { Severity } from "../../../../src/core/rules/finding.ts";

export interface Mark {
  readonly rule: string;
  readonly severity: Severity;
  /** What the finding covers, quotes included. */
  readonly literal: string;
  readonly offset: number;
}

/**
 * A document with its findings drawn under it: a line of `^^^^ PL101 error` marks what stands above it.
 * Marker lines are taken out, the rest is the document.
 */
export function parseMarkedText(marked: string): { text: string; marks: readonly Mark[] } {
  const kept: string[] = [];
  const marks: Mark[] = [];
  let start = 0;
  for (const line of marked.split("\n")) {
    const found = /^(\s*)(\^+) (PL\d{3}) (error|warning|information|hint)$/.exec(line);
    if (found === null) {
      start = kept.reduce((sum, above) => sum + above.length + 1, 0);
      kept.push(line);
      continue;
    }
    const [, indent = "", carets = "", rule = "", severity = ""] = found;
    const above = kept.at(-1) ?? "";
    marks.push({
      rule,
      severity: severity as Severity,
      literal: above.slice(indent.length, indent.length + carets.length),
      offset: start + indent.length,
    });
  }
  return { text: kept.join("\n"), marks };
}

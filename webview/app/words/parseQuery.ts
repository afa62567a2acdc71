import type { WordQuery } from "../../../src/protocol/words.ts";

/** What was typed as a question, or the sentence that says what is wrong with it. */
export type ParsedQuery = { readonly query: WordQuery } | { readonly problem: string };

/**
 * Numbers in brackets, or as many numbers as the vectors have, are a vector; everything else is words with plus and
 * minus between them.
 */
export function parseQuery(text: string, dimensions: number): ParsedQuery {
  const fields = text.split(/[\s,;[\]]+/u).filter((field) => field !== "");
  const values = fields.map(toNumber);
  const isNumbers = fields.length > 0 && values.every(Number.isFinite);
  const isBracketed = /^\s*\[/u.test(text);
  const isVector =
    isNumbers && (isBracketed || (values.length > 1 && values.length === dimensions));
  if (!isVector) return { query: { kind: "words", text: text.trim() } };
  if (values.length === dimensions) return { query: { kind: "vector", values } };
  return {
    problem: `The vector has ${values.length} numbers; those of this file have ${dimensions}.`,
  };
}

/** As people and programs write numbers, a typographic minus among them. */
function toNumber(field: string): number {
  const plain = field.replace("−", "-");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu.test(plain) ? Number(plain) : Number.NaN;
}

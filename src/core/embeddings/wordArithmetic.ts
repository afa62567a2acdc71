import { ARITHMETIC_TERM_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { toUnit } from "./nearestRows.ts";
import type { StaticEmbeddings } from "./staticEmbeddings.ts";

export interface WordTerm {
  readonly word: string;
  readonly sign: 1 | -1;
}

/**
 * "king - man + woman" as terms. A plus or minus is one only between spaces, since words hold hyphens; what stands
 * between two of them is one word, spaces included.
 * @throws FormatError `bad-value` for a sign without a word, `limit-exceeded`.
 */
export function parseArithmetic(text: string): readonly WordTerm[] {
  const terms: { words: string[]; sign: 1 | -1 }[] = [{ words: [], sign: 1 }];
  for (const field of text.trim().split(/\s+/)) {
    if (field === "+") terms.push({ words: [], sign: 1 });
    else if (field === "-" || field === "−") terms.push({ words: [], sign: -1 });
    else terms.at(-1)?.words.push(field);
  }
  if (terms.some(({ words }) => words.join("") === "")) {
    throw new FormatError("bad-value", `"${text}" has a sign without a word`);
  }
  if (terms.length <= ARITHMETIC_TERM_LIMIT) {
    return terms.map(({ words, sign }) => ({ word: words.join(" "), sign }));
  }
  throw new FormatError(
    "limit-exceeded",
    `${terms.length} words were given, at most ${ARITHMETIC_TERM_LIMIT} are added`,
  );
}

export interface ArithmeticResult {
  /** [dimensions]. */
  readonly vector: Float64Array;
  /** Rows of the words, which the answer leaves out. */
  readonly rows: ReadonlySet<number>;
}

/**
 * Sum of the words' vectors, each brought to length 1 first and then added or taken away: 3CosAdd (Levy and Goldberg
 * 2014), as word2vec's word-analogy, gensim's most_similar and fastText's analogies do. They all leave the words that
 * were asked about out of the answer, which is why "king − man + woman" is "queen" and not "king"; so do we.
 * @throws FormatError `bad-value` for words without a vector, by name.
 */
export async function addWords(
  embeddings: StaticEmbeddings,
  terms: readonly WordTerm[],
  signal?: AbortSignal,
): Promise<ArithmeticResult> {
  const vector = new Float64Array(embeddings.dimensions);
  const rows = new Set<number>();
  const unknown: string[] = [];
  for (const { word, sign } of terms) {
    const found = await embeddings.vectorOf(word, signal);
    if (found === undefined) {
      unknown.push(word);
      continue;
    }
    if (found.row !== undefined) rows.add(found.row);
    toUnit(found.values).forEach((value, i) => {
      vector[i] = (vector[i] ?? 0) + sign * value;
    });
  }
  if (unknown.length === 0) return { vector, rows };
  const list = unknown.map((word) => JSON.stringify(word)).join(", ");
  throw new FormatError("bad-value", `the file has no vector for ${list}`);
}

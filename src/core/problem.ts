/** Characters of a text, UTF-16 units from its start (VS Code's and jsonc-parser's counting). */
export interface TextSpan {
  readonly offset: number;
  readonly length: number;
}

/**
 * Something wrong in a user's file that can still be shown: data, never thrown.
 * Message = what was found, what is allowed, where.
 */
export interface Problem {
  /** Kebab-case word, stable for tests: `unknown-dtype`, `duplicate-key`, … */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** File it is in, as the caller named it. */
  readonly file?: string;
  /** Dotted path in a JSON file (`rope_scaling.factor`) or a tensor's name. */
  readonly key?: string;
  /** Where in a text file. */
  readonly span?: TextSpan;
  /** Byte offset in a binary file. */
  readonly offset?: number;
}

/** What a parser gives: as much as could be read, and what was wrong with the rest. */
export interface Parsed<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

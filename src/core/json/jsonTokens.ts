import { createScanner, type JSONScanner } from "jsonc-parser";

export type JsonTokenKind =
  | "{"
  | "}"
  | "["
  | "]"
  | ","
  | ":"
  | "null"
  | "true"
  | "false"
  | "string"
  | "number"
  | "comment"
  | "space"
  | "unknown"
  | "end";

/**
 * jsonc-parser's scanner under names of our own: its kinds are ambient const enums, which a compiler that works
 * file by file cannot read. Nothing here recurses, whatever the text is.
 */
export class JsonTokens {
  readonly #scanner: JSONScanner;
  #kind: JsonTokenKind = "space";

  constructor(text: string, start = 0) {
    this.#scanner = createScanner(text, false);
    this.#scanner.setPosition(start);
  }

  /** Goes on to the next token that is not white space. */
  next(): JsonTokenKind {
    do this.#kind = kinds[this.#scanner.scan()] ?? "unknown";
    while (this.#kind === "space");
    return this.#kind;
  }

  get kind(): JsonTokenKind {
    return this.#kind;
  }

  get offset(): number {
    return this.#scanner.getTokenOffset();
  }

  /** Offset behind the token. */
  get end(): number {
    return this.#scanner.getPosition();
  }

  /** Text of a string with its escapes resolved, literal text of everything else. */
  get value(): string {
    return this.#scanner.getTokenValue();
  }

  /** What is wrong inside the token, as a clause; `undefined` where it is sound. */
  get fault(): string | undefined {
    return faults[this.#scanner.getTokenError()];
  }
}

/** In the order of the library's `SyntaxKind`, which begins at 1. */
const kinds: readonly (JsonTokenKind | undefined)[] = [
  undefined,
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "null",
  "true",
  "false",
  "string",
  "number",
  "comment",
  "comment",
  "space",
  "space",
  "unknown",
  "end",
];

/** In the order of the library's `ScanError`; 0 is none. */
const faults: readonly (string | undefined)[] = [
  undefined,
  "a comment does not end",
  "a text does not end",
  "a number does not end",
  "a text has a wrong \\u escape",
  "a text has an unknown escape",
  "a text has a control character",
];

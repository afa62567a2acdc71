import { FormatError } from "../../errors.ts";

/** Texts, whole numbers, True, False, None, tuples and lists of them, dictionaries with texts for keys. */
export type PythonLiteral =
  null | boolean | number | string | readonly PythonLiteral[] | ReadonlyMap<string, PythonLiteral>;

/**
 * The literal that a header of NumPy consists of. Nothing is evaluated: an operator or a name is an error.
 * @throws FormatError `bad-header`; offsets count characters.
 */
export function parsePythonLiteral(text: string): PythonLiteral {
  const tokens = new Tokens(text);
  const value = parseValue(tokens, 0);
  if (tokens.next !== undefined) throw tokens.fault("the end");
  return value;
}

/** A record in a record in a record; NumPy's headers need three levels. */
const DEPTH = 16;

function parseValue(tokens: Tokens, depth: number): PythonLiteral {
  const token = tokens.next;
  if (depth > DEPTH) throw tokens.fault(`at most ${DEPTH} levels`);
  if (token === "(" || token === "[") return parseSequence(tokens, depth);
  if (token === "{") return parseDictionary(tokens, depth);
  tokens.advance();
  const value = token === undefined ? undefined : parseAtom(token);
  if (value === undefined) throw tokens.fault("a text, a number, True, False or None");
  return value;
}

function parseAtom(token: string): string | number | boolean | null | undefined {
  if (/^["']/.test(token)) return token.slice(1, -1);
  if (/^-?\d/.test(token)) return Number(token.replace(/L$/, ""));
  return words.get(token);
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
]);

/** A tuple or a list; `(3)` is a tuple here, as nothing else in a header has brackets. */
function parseSequence(tokens: Tokens, depth: number): readonly PythonLiteral[] {
  const end = tokens.next === "(" ? ")" : "]";
  const items: PythonLiteral[] = [];
  tokens.advance();
  while (tokens.next !== end) {
    items.push(parseValue(tokens, depth + 1));
    if (tokens.next !== end) tokens.take(",");
  }
  tokens.advance();
  return items;
}

function parseDictionary(tokens: Tokens, depth: number): ReadonlyMap<string, PythonLiteral> {
  const entries = new Map<string, PythonLiteral>();
  tokens.advance();
  while (tokens.next !== "}") {
    const key = parseValue(tokens, depth + 1);
    if (typeof key !== "string" || entries.has(key)) throw tokens.fault("a new text for a key");
    tokens.take(":");
    entries.set(key, parseValue(tokens, depth + 1));
    if (tokens.next !== "}") tokens.take(",");
  }
  tokens.advance();
  return entries;
}

/** One token ahead. Texts have no escapes: NumPy writes names of fields as they are. */
class Tokens {
  readonly #text: string;
  readonly #pattern =
    /\s*(?:([()[\]{},:])|("[^"\\\n]*"|'[^'\\\n]*')|(-?\d{1,20}L?)|([A-Za-z]+)|$)/y;
  #offset = 0;
  /** `undefined` at the end. */
  next: string | undefined;

  constructor(text: string) {
    this.#text = text;
    this.advance();
  }

  advance(): void {
    this.#offset = this.#pattern.lastIndex;
    const match = this.#pattern.exec(this.#text);
    if (match === null) {
      this.#pattern.lastIndex = this.#offset;
      this.next = this.#text.slice(this.#offset, this.#offset + 1);
      throw this.fault("a literal");
    }
    const groups: readonly (string | undefined)[] = match.slice(1);
    this.next = groups.find((group) => group !== undefined);
  }

  take(token: string): void {
    if (this.next !== token) throw this.fault(token);
    this.advance();
  }

  fault(wanted: string): FormatError {
    const found = this.next === undefined ? "the end" : JSON.stringify(this.next.slice(0, 40));
    const message = `${found} stands where ${wanted} should be`;
    return new FormatError("bad-header", message, { offset: this.#offset });
  }
}

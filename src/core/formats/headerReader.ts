import { JSON_DEPTH_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { JsonTokens, type JsonTokenKind } from "../json/jsonTokens.ts";

/** Bytes before the header: its length. */
const HEADER_START = 8;

/**
 * Strict JSON, one token ahead, for the header of a safetensors file.
 * Every method ends behind the value that it read. @throws FormatError `bad-json` where the text is no JSON.
 */
export class HeaderReader {
  readonly #text: string;
  readonly #tokens: JsonTokens;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = new JsonTokens(text);
    this.#advance();
  }

  /** Kind of the token that comes next. */
  peek(): JsonTokenKind {
    return this.#tokens.kind;
  }

  /** Offset in the file of what comes next; names have any characters, so bytes are counted. */
  get byteOffset(): number {
    const before = this.#text.slice(0, this.#tokens.offset);
    return HEADER_START + new TextEncoder().encode(before).length;
  }

  /** Calls `read` at the value of every member; it must read or skip it. */
  eachMember(read: (name: string) => void): void {
    this.#take("{");
    if (this.peek() !== "}") {
      for (;;) {
        const name = this.readString();
        if (name === undefined) throw this.#unexpected("a name in quotes");
        this.#take(":");
        read(name);
        if (this.peek() !== ",") break;
        this.#advance();
      }
    }
    this.#take("}");
  }

  /** The text, or `undefined` past a value of another kind. */
  readString(): string | undefined {
    if (this.peek() !== "string") {
      this.skipValue();
      return undefined;
    }
    const value = this.#tokens.value;
    this.#advance();
    return value;
  }

  /**
   * A list of whole numbers from 0 to 2^53, or `undefined` past anything else.
   * @throws FormatError `limit-exceeded` for more than `limit` of them.
   */
  readWholeNumbers(limit: number): readonly number[] | undefined {
    if (this.peek() !== "[") {
      this.skipValue();
      return undefined;
    }
    const numbers: number[] = [];
    let sound = true;
    this.#advance();
    while (this.peek() !== "]") {
      const number = this.#readWholeNumber();
      if (number === undefined) sound = false;
      else numbers.push(number);
      if (numbers.length > limit) {
        throw new FormatError(
          "limit-exceeded",
          `a list in the header has more than ${limit} numbers`,
          {
            offset: this.byteOffset,
          },
        );
      }
      if (this.peek() === ",") {
        this.#advance();
        if (this.peek() === "]") throw this.#unexpected("a value");
      } else if (this.peek() !== "]") throw this.#unexpected("a comma or ]");
    }
    this.#advance();
    return sound ? numbers : undefined;
  }

  #readWholeNumber(): number | undefined {
    if (this.peek() !== "number") {
      this.skipValue();
      return undefined;
    }
    const literal = this.#tokens.value;
    this.#advance();
    const value = Number(literal);
    return /^\d+$/.test(literal) && Number.isSafeInteger(value) ? value : undefined;
  }

  /** Past one value of any kind, with a counter in place of recursion. */
  skipValue(): void {
    let depth = 0;
    do {
      const kind = this.peek();
      if (kind === "end" || kind === "unknown") throw this.#unexpected("a value");
      if (kind === "{" || kind === "[") depth++;
      else if (kind === "}" || kind === "]") depth--;
      if (depth < 0) throw this.#unexpected("a value");
      if (depth > JSON_DEPTH_LIMIT) {
        throw new FormatError(
          "bad-json",
          `the header is nested deeper than ${JSON_DEPTH_LIMIT} levels`,
          {
            offset: this.byteOffset,
          },
        );
      }
      this.#advance();
    } while (depth > 0);
  }

  expectEnd(): void {
    if (this.peek() !== "end") throw this.#unexpected("the end of the header");
  }

  #take(kind: JsonTokenKind): void {
    if (this.peek() !== kind) throw this.#unexpected(kind);
    this.#advance();
  }

  #advance(): void {
    this.#tokens.next();
    const { fault } = this.#tokens;
    if (fault !== undefined || this.peek() === "comment") {
      throw new FormatError("bad-json", `the header is not JSON: ${fault ?? "it has a comment"}`, {
        offset: this.byteOffset,
      });
    }
  }

  #unexpected(wanted: string): FormatError {
    const found =
      this.peek() === "end" ? "the end" : JSON.stringify(this.#tokens.value.slice(0, 40));
    return new FormatError(
      "bad-json",
      `the header is not JSON: ${found} stands where ${wanted} should be`,
      {
        offset: this.byteOffset,
      },
    );
  }
}

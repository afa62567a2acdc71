import { shownText } from "../../../bytes/shownText.ts";
import { FormatError } from "../../../errors.ts";
import type { ModulePatternNode } from "./modulePatternNode.ts";

/**
 * The part of Python's expressions that patterns of module names use: characters, classes, groups, alternatives,
 * repetitions, anchors and looking ahead.
 * @throws FormatError `unsupported` with the place of anything else, `limit-exceeded` for a longer pattern.
 */
export function parseModulePattern(pattern: string): ModulePatternNode {
  if (pattern.length > PATTERN_LENGTH_LIMIT) {
    throw new FormatError(
      "limit-exceeded",
      `the pattern ${shownText(pattern)} is longer than the ${PATTERN_LENGTH_LIMIT} characters allowed`,
    );
  }
  const reader = new PatternReader(pattern);
  const node = reader.choice(0);
  if (!reader.atEnd) throw reader.refuse("a closing bracket has no opening one");
  return node;
}

/** Published patterns have some hundred characters at most, where they list layers. */
const PATTERN_LENGTH_LIMIT = 4096;

/** Groups inside groups; published patterns have two. */
const GROUP_DEPTH_LIMIT = 16;

/** Largest count of a counted repetition; a name of a module is shorter. */
const COUNT_LIMIT = 1000;

class PatternReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  choice(depth: number): ModulePatternNode {
    const branches: ModulePatternNode[] = [];
    do branches.push(this.#sequence(depth));
    while (this.#take("|"));
    const [only] = branches;
    return branches.length === 1 && only !== undefined ? only : { kind: "choice", branches };
  }

  refuse(reason: string): FormatError {
    return new FormatError(
      "unsupported",
      `the pattern ${shownText(this.#text)} cannot be followed at character ${this.#at}: ${reason}`,
    );
  }

  #sequence(depth: number): ModulePatternNode {
    const items: ModulePatternNode[] = [];
    while (!this.atEnd && !this.#sees("|") && !this.#sees(")")) {
      const item = this.#repeated(this.#atom(depth));
      const last = items.at(-1);
      if (item.kind === "text" && last?.kind === "text") {
        items[items.length - 1] = { kind: "text", text: last.text + item.text };
      } else items.push(item);
    }
    return { kind: "sequence", items };
  }

  #atom(depth: number): ModulePatternNode {
    if (this.#take("^")) return { kind: "start" };
    if (this.#take("$")) return { kind: "end" };
    if (this.#take("(")) return this.#group(depth);
    if (this.#take("[")) return this.#class();
    if (this.#take(".")) return { kind: "any" };
    if (this.#take("\\")) return toNode(this.#escape());
    const char = this.#text[this.#at] ?? "";
    if ("*+?{".includes(char)) throw this.refuse("there is nothing to repeat");
    this.#at += 1;
    return { kind: "text", text: char };
  }

  #group(depth: number): ModulePatternNode {
    if (depth >= GROUP_DEPTH_LIMIT) throw this.refuse("its groups are nested too deep");
    const opening = this.#takeMatch(/\?(?:[:=!]|P<\w+>)/y);
    if (opening === undefined && this.#sees("?")) throw this.refuse("a kind of group not known");
    const item = this.choice(depth + 1);
    if (!this.#take(")")) throw this.refuse("a group is not closed");
    return opening === "?=" || opening === "?!"
      ? { kind: "look", item, wanted: opening === "?=" }
      : item;
  }

  #repeated(item: ModulePatternNode): ModulePatternNode {
    let node = item;
    for (;;) {
      // Which of several ways to match is taken first does not matter here.
      const quantifier = this.#takeMatch(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y);
      if (quantifier === undefined) return node;
      const { least, most } = toCounts(quantifier);
      if (least > COUNT_LIMIT || (most > COUNT_LIMIT && most !== Infinity)) {
        throw this.refuse(`it repeats more than ${COUNT_LIMIT} times`);
      }
      node = { kind: "repeat", item: node, least, most };
    }
  }

  #class(): ModulePatternNode {
    const isNegated = this.#take("^");
    const tests: ((char: string) => boolean)[] = [];
    while (!this.#take("]") || tests.length === 0) {
      if (this.atEnd) throw this.refuse("a class is not closed");
      tests.push(this.#classMember());
    }
    return { kind: "char", takes: (char) => tests.some((test) => test(char)) !== isNegated };
  }

  #classMember(): (char: string) => boolean {
    if (this.#take("\\")) {
      const escape = this.#escape();
      return (char) => (typeof escape === "string" ? char === escape : escape.test(char));
    }
    const [from = "", to] = this.#takeMatch(/[^\\](?:-[^\]\\])?/y)?.split(/(?<=^.)-/) ?? [];
    return (char) => (to === undefined ? char === from : char >= from && char <= to);
  }

  /** A character that is meant literally, or a kind of characters. */
  #escape(): string | RegExp {
    const char = this.#text[this.#at] ?? "";
    this.#at += 1;
    const named = classes.get(char);
    if (named !== undefined) return named;
    if (char === "" || /[A-Za-z0-9]/.test(char)) throw this.refuse("an escape not known");
    return char;
  }

  #sees(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    const there = this.#sees(text);
    if (there) this.#at += text.length;
    return there;
  }

  #takeMatch(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text)?.[0];
    if (match !== undefined) this.#at += match.length;
    return match;
  }
}

function toNode(escape: string | RegExp): ModulePatternNode {
  return typeof escape === "string"
    ? { kind: "text", text: escape }
    : { kind: "char", takes: (char) => escape.test(char) };
}

const classes: ReadonlyMap<string, RegExp> = new Map([
  ["d", /\d/],
  ["D", /\D/],
  ["w", /\w/],
  ["W", /\W/],
  ["s", /\s/],
  ["S", /\S/],
]);

/** "*", "+", "?", "{3}", "{3,}" or "{1,3}", a "?" after it or not. */
function toCounts(quantifier: string): { readonly least: number; readonly most: number } {
  if (quantifier.startsWith("*")) return { least: 0, most: Infinity };
  if (quantifier.startsWith("+")) return { least: 1, most: Infinity };
  if (quantifier.startsWith("?")) return { least: 0, most: 1 };
  const [from = "", to] = quantifier.replace(/[{}?]/g, "").split(",");
  return {
    least: Number(from),
    most: to === undefined ? Number(from) : to === "" ? Infinity : Number(to),
  };
}

import { FormatError } from "../../errors.ts";
import type { PatternNode } from "./patternNode.ts";
import { shownPattern } from "./textMatcher.ts";

/**
 * Reads a pattern of a tokenizer (Oniguruma's syntax) for the judgement of its running time.
 * @throws FormatError `unsupported` where it is no expression, or has what the judgement does not follow
 * (references back, conditions, nesting deeper than any published pattern).
 */
export function parsePattern(pattern: string): PatternNode {
  const reader = new PatternReader(pattern);
  const node = reader.choice({ depth: 0, ignoreCase: false });
  if (!reader.atEnd) throw reader.refuse("a closing bracket has no opening one");
  return node;
}

/** Groups inside groups; published patterns need three. */
const maxGroupDepth = 32;

interface Surroundings {
  readonly depth: number;
  readonly ignoreCase: boolean;
}

class PatternReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  choice(within: Surroundings): PatternNode {
    let inner = within;
    const branches: PatternNode[] = [];
    let items: PatternNode[] = [];
    while (!this.atEnd && !this.#sees(")")) {
      if (this.#take("|")) {
        branches.push({ kind: "sequence", items });
        items = [];
        continue;
      }
      const flags = this.#takeMatch(/\(\?([a-z-]+)\)/y);
      if (flags === undefined) {
        items.push(this.#quantified(this.#atom(inner)));
      } else {
        // Flags without a group hold to the end of the group that they stand in.
        inner = { ...inner, ignoreCase: this.#ignoresCase(flags[1] ?? "", inner) };
      }
    }
    branches.push({ kind: "sequence", items });
    return branches.length === 1 && branches[0] ? branches[0] : { kind: "choice", branches };
  }

  refuse(reason: string): FormatError {
    const place = `${shownPattern(this.#text)} at character ${this.#at}`;
    return new FormatError("unsupported", `The pattern ${place} cannot be judged: ${reason}.`);
  }

  #atom(within: Surroundings): PatternNode {
    const char = this.#text[this.#at] ?? "";
    if (char === "(") return this.#group(within);
    if (char === "^" || char === "$") {
      this.#at += 1;
      return { kind: "anchor" };
    }
    if ("*+?".includes(char)) throw this.refuse("there is nothing to repeat");
    const start = this.#at;
    if (char === "[") this.#skipClass();
    else if (char === "\\") return this.#escape(within);
    else this.#at += String.fromCodePoint(this.#text.codePointAt(start) ?? 0).length;
    return this.#charFrom(start, within);
  }

  #escape(within: Surroundings): PatternNode {
    const start = this.#at;
    if (this.#takeMatch(/\\[bBAzZG]/y)) return { kind: "anchor" };
    if (this.#takeMatch(/\\(?:[1-9]|k[<'])/y)) throw this.refuse("it refers back to a group");
    if (this.#takeMatch(/\\(?:[pPxu]\{[^{}]*\}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})/y) === undefined) {
      this.#at += 1;
      if (this.atEnd) throw this.refuse("it ends with a backslash");
      this.#at += String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0).length;
    }
    return this.#charFrom(start, within);
  }

  #charFrom(start: number, { ignoreCase }: Surroundings): PatternNode {
    return { kind: "char", source: this.#text.slice(start, this.#at), ignoreCase };
  }

  #group(within: Surroundings): PatternNode {
    if (within.depth >= maxGroupDepth) throw this.refuse("its groups are nested too deep");
    const opening = this.#takeMatch(/\((?:\?(?:<?[=!]|[:>]|<[A-Za-z_]\w*>|([a-z-]+):))?/y);
    if (opening === undefined || this.#sees("?") || this.#sees("*")) {
      throw this.refuse("it has a kind of group that is not known here");
    }
    const inner = {
      depth: within.depth + 1,
      ignoreCase: this.#ignoresCase(opening[1] ?? "", within),
    };
    const item = this.choice(inner);
    if (!this.#take(")")) throw this.refuse("a group is not closed");
    return /[=!]$/.test(opening[0]) ? { kind: "look", item } : item;
  }

  #ignoresCase(flags: string, within: Surroundings): boolean {
    if (/[^ims-]/.test(flags)) throw this.refuse(`it has the flags "${flags}"`);
    const [on = "", off = ""] = flags.split("-");
    return (within.ignoreCase || on.includes("i")) && !off.includes("i");
  }

  #quantified(item: PatternNode): PatternNode {
    let node = item;
    for (;;) {
      const quantifier = this.#takeMatch(/([*+?]|\{(?:\d+,?\d*|,\d+)\})[?+]?/y);
      if (quantifier === undefined) break;
      node = { kind: "repeat", item: node, ...toCounts(quantifier[1] ?? "") };
    }
    if (this.#sees("{")) throw this.refuse("a brace is no count");
    return node;
  }

  /** Oniguruma's classes may hold classes; a bracket that closes at once is a literal one. */
  #skipClass(): void {
    let depth = 0;
    do {
      if (this.#takeMatch(/\[:\^?\w+:\]/y)) continue;
      if (this.#takeMatch(/\[\^?\]?/y)) depth += 1;
      else if (this.#take("]")) depth -= 1;
      else if (this.#take("\\")) this.#at += 1;
      else this.#at += 1;
    } while (depth > 0 && !this.atEnd);
    if (depth > 0) throw this.refuse("a class is not closed");
  }

  #sees(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    const there = this.#sees(text);
    if (there) this.#at += text.length;
    return there;
  }

  #takeMatch(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text) ?? undefined;
    if (match !== undefined) this.#at += match[0].length;
    return match;
  }
}

/** "*", "+", "?", "{3}", "{3,}", "{,3}" or "{1,3}". */
function toCounts(quantifier: string): { readonly least: number; readonly most: number } {
  if (quantifier === "*") return { least: 0, most: Infinity };
  if (quantifier === "+") return { least: 1, most: Infinity };
  if (quantifier === "?") return { least: 0, most: 1 };
  const [from = "", to] = quantifier.slice(1, -1).split(",");
  const most = to === undefined ? Number(from) : to === "" ? Infinity : Number(to);
  return { least: Number(from), most };
}

import { type AlignedText, alignedText, sliceText } from "./alignedText.ts";
import type { FieldReader } from "./fieldReader.ts";
import { maxTokenId } from "./limits.ts";
import type { Section, SectionFinder } from "./section.ts";
import type { Normalizer } from "./stages/stage.ts";

/** A token that is found in the text before anything else is done to it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Found only where no letter, digit or underscore stands beside it. */
  readonly wholeWord: boolean;
  /** Takes the white space before it, after it. */
  readonly takesLeft: boolean;
  readonly takesRight: boolean;
  /** Looked for after normalisation, and in its normalised form. */
  readonly normalized: boolean;
}

/** @throws FormatError `bad-header` */
export function readAddedTokens(fields: FieldReader): readonly AddedToken[] {
  if (fields.raw("added_tokens") === undefined) return [];
  return fields.objects("added_tokens").map((token) => ({
    id: token.count("id", maxTokenId),
    content: token.string("content"),
    wholeWord: token.flag("single_word", "off"),
    takesLeft: token.flag("lstrip", "off"),
    takesRight: token.flag("rstrip", "off"),
    normalized: token.flag("normalized", token.flag("special", "off") ? "off" : "on"),
  }));
}

/** Finds added tokens of one kind, the longest at the leftmost place. */
export class AddedTokenFinder implements SectionFinder {
  /** First character → tokens that begin with it, longest first. */
  readonly #byFirst = new Map<string, Written[]>();

  /** @param form How the contents are written where they are looked for. */
  constructor(tokens: readonly AddedToken[], form: Normalizer) {
    for (const token of tokens) {
      const { chars } = form(alignedText(token.content));
      const [first] = chars;
      if (first === undefined) continue;
      const sameFirst = this.#byFirst.get(first) ?? [];
      sameFirst.push({ chars, token });
      this.#byFirst.set(first, sameFirst);
    }
    for (const written of this.#byFirst.values()) {
      written.sort((a, b) => b.chars.length - a.chars.length);
    }
  }

  split(text: AlignedText): readonly Section[] {
    const sections: Section[] = [];
    let done = 0;
    let at = 0;
    while (at < text.chars.length) {
      const found = this.#at(text.chars, at);
      if (found === undefined) {
        at += 1;
        continue;
      }
      const end = at + found.chars.length;
      if (!found.token.wholeWord || standsAlone(text.chars, at, end)) {
        const from = found.token.takesLeft ? Math.max(done, spaceBefore(text.chars, at)) : at;
        const to = found.token.takesRight ? spaceAfter(text.chars, end) : end;
        if (done < from) sections.push({ text: sliceText(text, done, from), special: undefined });
        sections.push({ text: sliceText(text, Math.max(done, from), to), special: found.token.id });
        done = to;
      }
      at = Math.max(end, done);
    }
    if (done < text.chars.length) {
      sections.push({ text: sliceText(text, done, text.chars.length), special: undefined });
    }
    return sections;
  }

  #at(chars: readonly string[], at: number): Written | undefined {
    return this.#byFirst
      .get(chars[at] ?? "")
      ?.find((candidate) => candidate.chars.every((char, index) => chars[at + index] === char));
  }
}

interface Written {
  readonly chars: readonly string[];
  readonly token: AddedToken;
}

function standsAlone(chars: readonly string[], from: number, to: number): boolean {
  return !isWordChar(chars[from - 1]) && !isWordChar(chars[to]);
}

function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u.test(char);
}

function spaceBefore(chars: readonly string[], at: number): number {
  let from = at;
  while (from > 0 && isSpace(chars[from - 1])) from -= 1;
  return from;
}

function spaceAfter(chars: readonly string[], at: number): number {
  let to = at;
  while (to < chars.length && isSpace(chars[to])) to += 1;
  return to;
}

function isSpace(char: string | undefined): boolean {
  return char !== undefined && /\p{White_Space}/u.test(char);
}

import { type AlignedText, plainText } from "../alignedText.ts";
import { Charsmap } from "../charsmap.ts";
import type { PrefixSearch } from "../models/prefixSearch.ts";
import { type KeptParts, replacedParts } from "../replacedParts.ts";
import type { Normalizer } from "../stages/stage.ts";
import type { SentencePieceModel } from "./parseSentencePiece.ts";

/**
 * What SentencePiece does to a text before it is cut: replacements by the model's table, spaces made one each,
 * marked as "▁", and one put in front (or behind, where the model marks the ends of words).
 * A space that is put there stands for no text.
 * Reference: `Normalizer::Normalize` of google/sentencepiece.
 * @param userDefined Pieces that are left as they are.
 */
export function sentencePieceNormalizer(
  model: SentencePieceModel,
  userDefined: PrefixSearch,
): Normalizer {
  const charsmap = model.charsmap.length === 0 ? undefined : new Charsmap(model.charsmap);
  const kept = keptPieces(userDefined);
  const spaces = toSpaces(model);
  return (text) => {
    const written = new Written(text);
    let afterSpace = spaces.merged;
    let isEmpty = true;
    for (const { from, text: replaced } of replacedParts(text, charsmap, kept)) {
      // Spaces at the front go before one is put there.
      if (isEmpty && spaces.merged && replaced === " ") continue;
      if (isEmpty) written.add(spaces.front, from);
      isEmpty = false;
      const rest = afterSpace ? replaced.replace(/^ +/, "") : replaced;
      written.add(rest.replaceAll(" ", spaces.mark), from);
      if (rest !== "") afterSpace = spaces.merged && rest.endsWith(" ");
    }
    if (spaces.merged) written.dropLast(spaces.mark);
    if (!isEmpty) written.addAtEnd(spaces.back);
    return written.build();
  };
}

interface Spaces {
  /** How a space is written. */
  readonly mark: string;
  readonly front: string;
  readonly back: string;
  readonly merged: boolean;
}

function toSpaces({
  marksSpaces,
  addsSpace,
  marksWordEnds,
  mergesSpaces,
}: SentencePieceModel): Spaces {
  const mark = marksSpaces ? "▁" : " ";
  const added = addsSpace ? mark : "";
  return {
    mark,
    front: marksWordEnds ? "" : added,
    back: marksWordEnds ? added : "",
    merged: mergesSpaces,
  };
}

/** As in the reference, a character ends where the next one begins, so that what was left out belongs to it. */
class Written {
  readonly #chars: string[] = [];
  readonly #starts: number[] = [];
  readonly #source: AlignedText;
  #end: number;

  constructor(source: AlignedText) {
    this.#source = source;
    this.#end = source.ends.at(-1) ?? 0;
  }

  add(text: string, from: number): void {
    for (const char of text) this.#push(char, this.#source.starts[from] ?? 0);
  }

  addAtEnd(text: string): void {
    for (const char of text) this.#push(char, this.#end);
  }

  dropLast(char: string): void {
    while (this.#chars.at(-1) === char) {
      this.#chars.pop();
      this.#end = this.#starts.pop() ?? 0;
    }
  }

  build(): AlignedText {
    const ends = [...this.#starts.slice(1), this.#end].slice(0, this.#starts.length);
    return { chars: this.#chars, starts: this.#starts, ends };
  }

  #push(char: string, start: number): void {
    this.#chars.push(char);
    this.#starts.push(start);
  }
}

function keptPieces(userDefined: PrefixSearch): KeptParts {
  return (text) => {
    const find = longestPieces(text, userDefined);
    return (from) => {
      const to = find(from);
      return to === from ? undefined : { from, to, text: text.chars.slice(from, to).join("") };
    };
  };
}

/** For a place of a text: the end of the longest piece there, or the place itself. */
export function longestPieces(text: AlignedText, pieces: PrefixSearch): (from: number) => number {
  const plain = plainText(text);
  const unitStarts = new Int32Array(text.chars.length + 1);
  text.chars.forEach((char, index) => {
    unitStarts[index + 1] = (unitStarts[index] ?? 0) + char.length;
  });
  return (from) => {
    const start = unitStarts[from] ?? 0;
    const end = start + (pieces.longest(plain, start)?.length ?? 0);
    let to = from;
    while (to < text.chars.length && (unitStarts[to + 1] ?? 0) <= end) to += 1;
    return to;
  };
}

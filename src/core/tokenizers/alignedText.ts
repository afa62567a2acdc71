/**
 * A text on its way through normalisers and splitters, which still knows where each character came from.
 * The three lists run in step, one entry per Unicode code point; starts and ends count code points of the text
 * that the user typed.
 */
export interface AlignedText {
  readonly chars: readonly string[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export function alignedText(text: string): AlignedText {
  const chars = Array.from(text);
  return {
    chars,
    starts: chars.map((_, index) => index),
    ends: chars.map((_, index) => index + 1),
  };
}

export function plainText(text: AlignedText): string {
  return text.chars.join("");
}

export function sliceText(text: AlignedText, from: number, to: number): AlignedText {
  return {
    chars: text.chars.slice(from, to),
    starts: text.starts.slice(from, to),
    ends: text.ends.slice(from, to),
  };
}

/** Where characters [from, to) came from; they must not be empty. */
export function spanOf(text: AlignedText, from: number, to: number): readonly [number, number] {
  return [text.starts[from] ?? 0, text.ends[to - 1] ?? 0];
}

/** UTF-16 index of `plainText` → index of a character, for indexes that never go down. */
export function charIndexOf(text: AlignedText): (unit: number) => number {
  let char = 0;
  let units = 0;
  return (unit) => {
    while (units < unit && char < text.chars.length) {
      units += text.chars[char]?.length ?? 1;
      char += 1;
    }
    return char;
  };
}

/** Collects characters with the places that they stand for. */
export class AlignedBuilder {
  readonly #chars: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #source: AlignedText;

  constructor(source: AlignedText) {
    this.#source = source;
  }

  /** Adds a character that stands for the character at `index` of the source. */
  add(char: string, index: number): void {
    this.#chars.push(char);
    this.#starts.push(this.#source.starts[index] ?? 0);
    this.#ends.push(this.#source.ends[index] ?? 0);
  }

  /** Adds each character of a text, all of them standing for the characters [from, to) of the source. */
  addFor(text: string, from: number, to: number): void {
    const start = this.#source.starts[from] ?? 0;
    const end = this.#source.ends[to - 1] ?? start;
    for (const char of text) {
      this.#chars.push(char);
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  /** Adds each character of a text, all of them standing for the character at `index`. */
  addAll(text: string, index: number): void {
    for (const char of text) this.add(char, index);
  }

  build(): AlignedText {
    return { chars: this.#chars, starts: this.#starts, ends: this.#ends };
  }
}

/** Each character by a text of its own (empty: dropped), which stands where the character stood. */
export function mapChars(text: AlignedText, replace: (char: string) => string): AlignedText {
  const builder = new AlignedBuilder(text);
  text.chars.forEach((char, index) => builder.addAll(replace(char), index));
  return builder.build();
}

/** Puts a text in front, which stands for the first character; nothing is put in front of nothing. */
export function prepend(text: AlignedText, front: string): AlignedText {
  if (text.chars.length === 0) return text;
  const builder = new AlignedBuilder(text);
  builder.addAll(front, 0);
  text.chars.forEach((char, index) => builder.add(char, index));
  return builder.build();
}

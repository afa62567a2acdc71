/** A token that stands at a place of a text. */
export interface PrefixMatch {
  readonly id: number;
  /** UTF-16 units. */
  readonly length: number;
}

/**
 * Finds the tokens of a vocabulary that a text goes on with, shortest first. The tokens lie sorted, so that each
 * further character narrows a range of them: no tree has to be built, and a long token costs nothing until it is met.
 */
export class PrefixSearch {
  readonly #tokens: readonly string[];
  readonly #ids: readonly number[];
  /** First UTF-16 unit → the range of tokens that begin with it. */
  readonly #ranges = new Map<number, Range>();

  /** @param entries Tokens with their ids; of two that are alike the first counts, empty ones never. */
  constructor(entries: Iterable<readonly [string, number]>) {
    const ids = new Map<string, number>();
    for (const [token, id] of entries) {
      if (token !== "" && !ids.has(token)) ids.set(token, id);
    }
    // Without a function to compare by, texts are sorted by their UTF-16 units, many times as fast.
    this.#tokens = [...ids.keys()].sort();
    this.#ids = this.#tokens.map((token) => ids.get(token) ?? 0);
    let from = 0;
    this.#tokens.forEach((token, index) => {
      const unit = token.charCodeAt(0);
      if (this.#tokens[index + 1]?.charCodeAt(0) === unit) return;
      this.#ranges.set(unit, { from, to: index + 1 });
      from = index + 1;
    });
  }

  /** Every token that `text` has at `at`. */
  *matches(text: string, at: number): Generator<PrefixMatch, void> {
    let range = this.#ranges.get(text.charCodeAt(at));
    for (let length = 1; range !== undefined; length += 1) {
      const { from, to }: Range = range;
      // Of all tokens that begin alike, the one that ends here comes first.
      if (this.#tokens[from]?.length === length) yield { id: this.#ids[from] ?? 0, length };
      if (at + length >= text.length) return;
      range = this.#narrow({ from, to }, length, text.charCodeAt(at + length));
    }
  }

  longest(text: string, at: number): PrefixMatch | undefined {
    let longest: PrefixMatch | undefined;
    for (const match of this.matches(text, at)) longest = match;
    return longest;
  }

  /** UTF-16 units that `text` at `at` shares with the beginning of some token. */
  shared(text: string, at: number): number {
    let range = this.#ranges.get(text.charCodeAt(at));
    let length = 0;
    while (range !== undefined) {
      length += 1;
      if (at + length >= text.length) break;
      range = this.#narrow(range, length, text.charCodeAt(at + length));
    }
    return length;
  }

  #narrow(range: Range, depth: number, unit: number): Range | undefined {
    const from = this.#firstNotBelow(range, depth, unit);
    const to = this.#firstNotBelow({ from, to: range.to }, depth, unit + 1);
    return from < to ? { from, to } : undefined;
  }

  #firstNotBelow({ from, to }: Range, depth: number, unit: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      const token = this.#tokens[middle] ?? "";
      const found = depth < token.length ? token.charCodeAt(depth) : -1;
      if (found < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A run of characters [from, to) that became one piece. */
export interface MergedPiece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** How early two neighbours are joined, lowest first; `undefined` where they never are. */
export type PairRank = (left: string, right: string) => number | undefined;

/**
 * Byte-pair merging: joins neighbours, the pair of the lowest rank first and of these the leftmost, until no pair has
 * a rank. Time n log n in the characters (n), so that a whole text can be one part, as SentencePiece has it.
 */
export function mergePieces(
  chars: readonly string[],
  rankOf: PairRank,
  join: PairJoin = (left, right) => left + right,
): readonly MergedPiece[] {
  return new Merging(chars, rankOf, join).run();
}

/** The piece that two neighbours make. */
export type PairJoin = (left: string, right: string) => string;

interface Pair {
  readonly rank: number;
  readonly left: number;
  readonly right: number;
  /** UTF-16 units of both when they were queued: another length says that one of them was joined since. */
  readonly size: number;
}

class Merging {
  readonly #texts: string[];
  readonly #previous: Int32Array;
  readonly #next: Int32Array;
  readonly #rankOf: PairRank;
  readonly #join: PairJoin;
  readonly #queue = new PairQueue();

  constructor(chars: readonly string[], rankOf: PairRank, join: PairJoin) {
    this.#join = join;
    this.#texts = [...chars];
    this.#previous = Int32Array.from(chars, (_, index) => index - 1);
    this.#next = Int32Array.from(chars, (_, index) => (index + 1 < chars.length ? index + 1 : -1));
    this.#rankOf = rankOf;
  }

  run(): readonly MergedPiece[] {
    for (let right = 1; right < this.#texts.length; right += 1) this.#offer(right - 1, right);
    for (let pair = this.#queue.take(); pair !== undefined; pair = this.#queue.take()) {
      this.#merge(pair);
    }
    const pieces: MergedPiece[] = [];
    for (let from = this.#texts.length > 0 ? 0 : -1; from >= 0;) {
      const next = this.#next[from] ?? -1;
      const to = next < 0 ? this.#texts.length : next;
      pieces.push({ text: this.#texts[from] ?? "", from, to });
      from = next;
    }
    return pieces;
  }

  #merge({ left, right, size }: Pair): void {
    const leftText = this.#texts[left] ?? "";
    const rightText = this.#texts[right] ?? "";
    if (leftText === "" || rightText === "" || leftText.length + rightText.length !== size) return;
    this.#texts[left] = this.#join(leftText, rightText);
    this.#texts[right] = "";
    const after = this.#next[right] ?? -1;
    this.#next[left] = after;
    if (after >= 0) this.#previous[after] = left;
    this.#offer(this.#previous[left] ?? -1, left);
    this.#offer(left, after);
  }

  #offer(left: number, right: number): void {
    if (left < 0 || right < 0) return;
    const leftText = this.#texts[left] ?? "";
    const rightText = this.#texts[right] ?? "";
    const rank = this.#rankOf(leftText, rightText);
    if (rank === undefined) return;
    this.#queue.add({ rank, left, right, size: leftText.length + rightText.length });
  }
}

/** A binary heap, the earliest pair at its top. */
class PairQueue {
  readonly #heap: Pair[] = [];

  add(pair: Pair): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(pair, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = pair;
  }

  take(): Pair | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      const child = this.#earlierChild(at);
      const pair = heap[child];
      if (pair === undefined || !isBefore(pair, last)) break;
      heap[at] = pair;
      at = child;
    }
    heap[at] = last;
    return top;
  }

  #earlierChild(at: number): number {
    const left = this.#heap[2 * at + 1];
    const right = this.#heap[2 * at + 2];
    const isRight = left !== undefined && right !== undefined && isBefore(right, left);
    return 2 * at + (isRight ? 2 : 1);
  }
}

function isBefore(a: Pair, b: Pair): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.left < b.left);
}

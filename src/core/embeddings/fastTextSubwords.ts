/** What fastText needs to know to find the rows of a word's parts. */
export interface SubwordRule {
  /** Shortest and longest part in characters (code points). */
  readonly minn: number;
  readonly maxn: number;
  readonly bucket: number;
  /** Rows of the words, before those of the parts. */
  readonly words: number;
  /** Rows by bucket of a model that was pruned; parts of other buckets were dropped. */
  readonly pruned: ReadonlyMap<number, number> | undefined;
}

/**
 * Calls `visit` for each part of `<word>` that has a row in the input matrix, in fastText's order. A part of one
 * character that is the mark of the beginning or of the end is none.
 * Source: fastText 0.9.2, Dictionary::computeSubwords and pushHash.
 */
export function visitSubwords(
  word: Uint8Array,
  rule: SubwordRule,
  visit: (row: number, part: Uint8Array) => void,
): void {
  const marked = withMarks(word);
  for (let from = 0; from < marked.length; from++) {
    if (isContinuation(marked[from])) continue;
    let hash = 2166136261;
    let to = from;
    for (let length = 1; to < marked.length && length <= rule.maxn; length++) {
      do {
        hash = step(hash, marked[to] ?? 0);
        to++;
      } while (isContinuation(marked[to]));
      const isMark = length === 1 && (from === 0 || to === marked.length);
      if (length < rule.minn || isMark) continue;
      const row = rowOf((hash >>> 0) % rule.bucket, rule);
      if (row !== undefined) visit(row, marked.subarray(from, to));
    }
  }
}

/** FNV-1a as fastText has it: bytes above 127 enter with their sign (Dictionary::hash, since version 0.1). */
function step(hash: number, byte: number): number {
  return Math.imul(hash ^ ((byte << 24) >> 24), 16777619);
}

function rowOf(bucket: number, { words, pruned }: SubwordRule): number | undefined {
  if (pruned === undefined) return words + bucket;
  const kept = pruned.get(bucket);
  return kept === undefined ? undefined : words + kept;
}

/** "<word>". */
function withMarks(word: Uint8Array): Uint8Array {
  const marked = new Uint8Array(word.length + 2);
  marked[0] = 0x3c;
  marked.set(word, 1);
  marked[word.length + 1] = 0x3e;
  return marked;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

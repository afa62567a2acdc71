/** Ids typed by hand, for models whose folder has no tokenizer. */
export interface TypedIds {
  readonly ids: readonly number[];
  /** What is wrong with the text and what is allowed, or empty. */
  readonly problem: string;
}

/** Whole numbers from 0, divided by commas or spaces; those before the first mistake are kept. */
export function parseTokenIds(text: string, vocabSize: number | undefined): TypedIds {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  const largest = (vocabSize ?? 2 ** 24) - 1;
  const ids: number[] = [];
  for (const word of words) {
    const id = /^\d{1,9}$/.test(word) ? Number(word) : Number.NaN;
    if (!(id <= largest)) {
      const place = `entry ${ids.length + 1}`;
      return { ids, problem: `"${word.slice(0, 20)}" at ${place} is no id from 0 to ${largest}` };
    }
    ids.push(id);
  }
  return { ids, problem: "" };
}

/** Ids to begin with where no text can be typed: the first ones of the vocabulary. */
export function firstIds(vocabSize: number | undefined): readonly number[] {
  return Array.from({ length: Math.min(32, vocabSize ?? 32) }, (_, index) => index);
}

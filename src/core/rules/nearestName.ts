import { editDistance } from "./editDistance.ts";

/** No rope key is longer than 32 characters; a longer word cannot be a slip of the keyboard. */
const longestWord = 48;

/**
 * The name that a word was probably meant to be: fewest edits, at most one per three characters and never
 * more than 4; the first of `names` among equals. `undefined` where nothing is that near.
 */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined;
  let nearest: string | undefined;
  let fewest = Infinity;
  for (const name of names) {
    const edits = editDistance(word, name);
    if (edits < fewest && edits <= allowedEdits(name)) {
      nearest = name;
      fewest = edits;
    }
  }
  return nearest;
}

function allowedEdits(name: string): number {
  return Math.max(1, Math.min(4, Math.floor(name.length / 3)));
}

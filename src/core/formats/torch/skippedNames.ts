import type { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";

/** Classes and functions that a pickle names and this reader leaves alone, each with the first place where it stands. */
export class SkippedNames {
  readonly #places = new Map<string, { readonly first: string; count: number }>();

  add(name: string, place: string): void {
    const known = this.#places.get(name);
    if (known !== undefined) known.count++;
    else if (this.#places.size < NAME_LIMIT) this.#places.set(name, { first: place, count: 1 });
  }

  report(problems: ProblemList): void {
    for (const [name, { first, count }] of this.#places) {
      const where = first === "" ? "as a whole" : `at ${shownText(first)}`;
      const more = count === 1 ? "" : ` and ${count - 1} more`;
      const message = `has an object of ${shownText(name)} ${where}${more}; nothing of it was run, and only tensors in it are shown`;
      problems.add("skipped-object", "warning", message, { key: first });
    }
  }
}

/** Enough to see what a file is about. */
const NAME_LIMIT = 20;

import { shownText } from "../../../bytes/shownText.ts";
import { FormatError } from "../../../errors.ts";
import { parseModulePattern } from "./parseModulePattern.ts";
import type { ModulePatternNode } from "./modulePatternNode.ts";

/**
 * A pattern of module names as Python's `re.match` takes it: from the start of the name, not to its end.
 * Followed as sets of places, and in so many steps, whatever it says: JavaScript's own expressions can run for ever
 * and cannot be interrupted.
 * @throws FormatError `unsupported` for what is no such pattern; the function, `limit-exceeded`.
 */
export function modulePattern(pattern: string): (name: string) => boolean {
  const node = parseModulePattern(pattern);
  return (name) => new Walk(pattern, name).after(node, [0]).length > 0;
}

/** A published pattern needs some thousand for a name. */
const STEP_LIMIT = 1_000_000;

type Places = readonly number[];

class Walk {
  readonly #pattern: string;
  readonly #name: string;
  #steps = 0;

  constructor(pattern: string, name: string) {
    this.#pattern = pattern;
    this.#name = name;
  }

  /** Places where the node can end, begun at any of the given ones; ascending, each once. */
  after(node: ModulePatternNode, places: Places): Places {
    this.#count(places.length + 1);
    switch (node.kind) {
      case "char":
        return places
          .filter((at) => at < this.#name.length && node.takes(this.#name[at] ?? ""))
          .map((at) => at + 1);
      case "start":
        return places.filter((at) => at === 0);
      case "end":
        return places.filter((at) => at === this.#name.length);
      case "look":
        return places.filter((at) => this.after(node.item, [at]).length > 0 === node.wanted);
      case "sequence":
        return node.items.reduce(
          (from, item) => (from.length === 0 ? from : this.after(item, from)),
          places,
        );
      case "choice":
        return ascending(node.branches.flatMap((branch) => this.after(branch, places)));
      case "repeat":
        return this.#afterRepeat(node, places);
    }
  }

  #afterRepeat(
    { item, least, most }: Extract<ModulePatternNode, { kind: "repeat" }>,
    places: Places,
  ): Places {
    let from = places;
    for (let k = 0; k < least && from.length > 0; k++) from = this.after(item, from);
    const reached = new Set(from);
    // Only places that are new go on, so an unbounded repetition ends.
    for (let k = least; k < most && from.length > 0; k++) {
      from = this.after(item, from).filter((at) => !reached.has(at));
      for (const at of from) reached.add(at);
    }
    return ascending([...reached]);
  }

  #count(steps: number): void {
    this.#steps += steps;
    if (this.#steps <= STEP_LIMIT) return;
    throw new FormatError(
      "limit-exceeded",
      `the pattern ${shownText(this.#pattern)} needs more than ${STEP_LIMIT} steps for the name ${shownText(this.#name)}`,
    );
  }
}

function ascending(places: Places): Places {
  return [...new Set(places)].sort((a, b) => a - b);
}

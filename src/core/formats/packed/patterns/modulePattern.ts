import { parseModulePattern } from "./parseModulePattern.ts";
import type { ModulePatternNode } from "./modulePatternNode.ts";

/** Whether a name is one that the pattern means. */
export type ModulePattern = (name: string) => boolean;

/**
 * A pattern of module names as Python's `re.match` takes it: from the start of the name, not to its end.
 * Followed as sets of places, in steps that are counted: JavaScript's own expressions can run for ever and cannot be
 * interrupted.
 * @param count Called with each number of steps; may throw.
 * @throws FormatError `unsupported` for what is no such pattern.
 */
export function modulePattern(pattern: string, count: (steps: number) => void): ModulePattern {
  const node = parseModulePattern(pattern);
  return (name) => !isNowhere(new Walk(name, count).after(node, [0]), name);
}

/** Some places, ascending, each once; or all from one on, which is what most parts of a pattern leave open. */
type Places = readonly number[] | { readonly from: number };

type Leaf = Extract<ModulePatternNode, { kind: "text" | "any" | "char" | "start" | "end" }>;

class Walk {
  readonly #name: string;
  readonly #count: (steps: number) => void;

  constructor(name: string, count: (steps: number) => void) {
    this.#name = name;
    this.#count = count;
  }

  /** Places where the node can end, begun at any of the given ones. */
  after(node: ModulePatternNode, places: Places): Places {
    this.#count(1);
    switch (node.kind) {
      case "look":
        return this.#listed(places).filter(
          (at) => isNowhere(this.after(node.item, [at]), this.#name) !== node.wanted,
        );
      case "sequence":
        return node.items.reduce(
          (from, item) => (isNowhere(from, this.#name) ? [] : this.after(item, from)),
          places,
        );
      case "choice":
        return ascending(
          node.branches.flatMap((branch) => this.#listed(this.after(branch, places))),
        );
      case "repeat":
        return node.item.kind === "any" && node.most === Infinity
          ? { from: ("from" in places ? places.from : (places[0] ?? Infinity)) + node.least }
          : this.#afterRepeat(node, this.#listed(places));
      default:
        return this.#afterOne(node, places);
    }
  }

  /** What has no pattern inside. */
  #afterOne(node: Leaf, places: Places): Places {
    switch (node.kind) {
      case "text":
        return this.#afterText(node.text, places);
      case "any":
        return "from" in places
          ? { from: places.from + 1 }
          : places.filter((at) => at < this.#name.length).map((at) => at + 1);
      case "char":
        return this.#listed(places)
          .filter((at) => at < this.#name.length && node.takes(this.#name[at] ?? ""))
          .map((at) => at + 1);
      case "start":
        return this.#listed(places).filter((at) => at === 0);
      case "end":
        return this.#listed(places).filter((at) => at === this.#name.length);
    }
  }

  #afterText(text: string, places: Places): Places {
    if (!("from" in places)) {
      this.#count(places.length);
      return places.filter((at) => this.#name.startsWith(text, at)).map((at) => at + text.length);
    }
    const found: number[] = [];
    let at = this.#name.indexOf(text, places.from);
    while (at !== -1) {
      found.push(at + text.length);
      at = this.#name.indexOf(text, at + 1);
    }
    this.#count(found.length);
    return found;
  }

  #afterRepeat(
    { item, least, most }: Extract<ModulePatternNode, { kind: "repeat" }>,
    places: readonly number[],
  ): readonly number[] {
    let from = places;
    for (let k = 0; k < least && from.length > 0; k++) from = this.#listed(this.after(item, from));
    const reached = new Set(from);
    // Only places that are new go on, so an unbounded repetition ends.
    for (let k = least; k < most && from.length > 0; k++) {
      from = this.#listed(this.after(item, from)).filter((at) => !reached.has(at));
      for (const at of from) reached.add(at);
    }
    return ascending([...reached]);
  }

  #listed(places: Places): readonly number[] {
    if (!("from" in places)) {
      this.#count(places.length);
      return places;
    }
    const count = Math.max(0, this.#name.length - places.from + 1);
    this.#count(count);
    return Array.from({ length: count }, (_, k) => places.from + k);
  }
}

function isNowhere(places: Places, name: string): boolean {
  return "from" in places ? places.from > name.length : places.length === 0;
}

function ascending(places: readonly number[]): readonly number[] {
  return [...new Set(places)].sort((a, b) => a - b);
}

import type { CharSet } from "./charSample.ts";

/** One thing that a branch of a pattern takes, in order, groups dissolved. */
export interface Step {
  readonly set: CharSet;
  /** Takes a run of any length. */
  readonly loops: boolean;
  /** Takes more or fewer characters, a few at most. */
  readonly varies: boolean;
  /** May be left out, so that it neither fails nor parts what stands around it. */
  readonly optional: boolean;
  /** Looks without taking: may fail, but parts nothing. */
  readonly looks: boolean;
}

/**
 * The most steps of a kind that can divide one run of characters among them, with something after them that can fail,
 * for only then every way to divide it is tried. 0 where nothing can.
 */
export function longestChain(steps: readonly Step[], kind: "loops" | "varies"): number {
  const links: { readonly at: number; readonly length: number }[] = [];
  let longest = 0;
  let tried = 0;
  steps.forEach((step, index) => {
    if (!step.optional) tried = longest;
    if (!step[kind]) return;
    const before = links
      .slice(-mostLinks)
      .filter((link) => reaches(steps, link.at, index))
      .map((link) => link.length);
    const length = 1 + Math.max(0, ...before);
    links.push({ at: index, length });
    longest = Math.max(longest, length);
  });
  return tried;
}

/** Looking further back finds longer chains only where shorter ones are refused already. */
const mostLinks = 16;

/** Whether one run of characters can reach from one step to another. */
function reaches(steps: readonly Step[], from: number, to: number): boolean {
  const common = (steps[from]?.set ?? 0n) & (steps[to]?.set ?? 0n);
  if (common === 0n) return false;
  for (let index = from + 1; index < to; index += 1) {
    const between = steps[index];
    if (between === undefined) return false;
    if (!between.optional && !between.looks && (between.set & common) === 0n) return false;
  }
  return true;
}

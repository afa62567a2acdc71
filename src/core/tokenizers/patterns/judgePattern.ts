import { FormatError } from "../../errors.ts";
import { CharSample } from "./charSample.ts";
import { parsePattern } from "./parsePattern.ts";
import type { PatternNode } from "./patternNode.ts";
import { type Step, longestChain } from "./patternSteps.ts";
import { shownPattern } from "./textMatcher.ts";
import { toExpression } from "./toExpression.ts";

/**
 * How the time of an expression of a backtracking engine grows with its text: `linear`, or `slow` where it may grow
 * with the square. Errs on the side of caution.
 * @throws FormatError `unsupported` where it may grow faster, up to exponentially.
 */
export function judgePattern(pattern: string): "linear" | "slow" {
  const sample = new CharSample(pattern, toExpression);
  const walk = new Walk(pattern, sample);
  const tree = parsePattern(pattern);
  const branches = tree.kind === "choice" ? tree.branches : [tree];
  const power = Math.max(...branches.map((branch) => walk.powerOf(branch)));
  return power === 2 ? "slow" : "linear";
}

/** Counted repetitions with a choice of length are taken as unbounded from here on. */
const manyTimes = 8;

/** Optional parts that can share a run: each doubles the ways to divide it, or worse. */
const mostChoices = 4;

type Need = "must" | "may" | "look";

class Walk {
  readonly #pattern: string;
  readonly #sample: CharSample;

  constructor(pattern: string, sample: CharSample) {
    this.#pattern = pattern;
    this.#sample = sample;
  }

  /** The power of the text's length that a branch's time can grow with: 1 or 2. */
  powerOf(branch: PatternNode): number {
    const steps = this.#steps(branch, "must");
    if (longestChain(steps, "varies") > mostChoices) {
      throw this.#refuse(
        `more than ${mostChoices} of its optional parts can take the same characters`,
      );
    }
    // One pass; and from each place in a run once more for each loop that can share it, if all can fail in the end.
    const power = 1 + longestChain(steps, "loops");
    if (power > 2) {
      throw this.#refuse(`its time can grow with the length of a text to the power of ${power}`);
    }
    return power;
  }

  #steps(node: PatternNode, need: Need): readonly Step[] {
    const kind = { optional: need === "may", looks: need === "look", loops: false, varies: false };
    switch (node.kind) {
      case "char":
        return [{ ...kind, set: this.#sample.setOf(node) }];
      case "anchor":
        return [{ ...kind, set: 0n, looks: true }];
      case "sequence":
        return node.items.flatMap((item) => this.#steps(item, need));
      case "choice": {
        // Any one of them may stand there, but one must.
        const branches = node.branches.flatMap((branch) => this.#steps(branch, "may"));
        return [...branches, { ...kind, set: 0n, looks: true }];
      }
      case "look":
        return this.#steps(node.item, need === "may" ? "may" : "look");
      case "repeat":
        return this.#repeat(node, need);
    }
  }

  #repeat(node: Extract<PatternNode, { kind: "repeat" }>, need: Need): readonly Step[] {
    const optional = node.least === 0 || need === "may";
    const inner = this.#steps(node.item, optional ? "may" : need);
    const set = inner.reduce((union, step) => union | step.set, 0n);
    const varies = node.least !== node.most;
    const whole = { set, optional, looks: need === "look", loops: false, varies };
    if (node.most <= 1) return node.item.kind === "char" ? [whole] : [...inner, whole];
    if (node.item.kind !== "char") this.#refuseAmbiguous(node.item);
    return [{ ...whole, loops: varies && node.most >= manyTimes }];
  }

  #refuse(reason: string): FormatError {
    return new FormatError(
      "unsupported",
      `The pattern ${shownPattern(this.#pattern)} is not run: ${reason}, and JavaScript cannot interrupt it.`,
    );
  }

  /** What is repeated must have one length and one way to begin, else there are many ways to take the same text. */
  #refuseAmbiguous(item: PatternNode): void {
    if (hasChoiceOfLength(item)) {
      throw this.#refuse("it repeats a group whose own parts repeat");
    }
    if (!this.#beginsOneWay(item)) {
      throw this.#refuse("it repeats a choice of parts that can begin alike");
    }
  }

  #beginsOneWay(node: PatternNode): boolean {
    switch (node.kind) {
      case "char":
      case "anchor":
        return true;
      case "sequence":
        return node.items.every((item) => this.#beginsOneWay(item));
      case "choice": {
        const firsts = node.branches.map((branch) => this.#steps(branch, "must")[0]?.set ?? 0n);
        const apart = firsts.every(
          (set, index) =>
            set !== 0n && firsts.slice(index + 1).every((other) => (set & other) === 0n),
        );
        return apart && node.branches.every((branch) => this.#beginsOneWay(branch));
      }
      case "look":
      case "repeat":
        return this.#beginsOneWay(node.item);
    }
  }
}

function hasChoiceOfLength(node: PatternNode): boolean {
  switch (node.kind) {
    case "char":
    case "anchor":
      return false;
    case "sequence":
      return node.items.length === 0 || node.items.some(hasChoiceOfLength);
    case "choice":
      return node.branches.some(hasChoiceOfLength);
    case "look":
      return hasChoiceOfLength(node.item);
    case "repeat":
      return node.least !== node.most || hasChoiceOfLength(node.item);
  }
}

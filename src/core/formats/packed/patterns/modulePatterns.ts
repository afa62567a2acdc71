import { FormatError } from "../../../errors.ts";
import { modulePattern, type ModulePattern } from "./modulePattern.ts";

/**
 * The patterns of one config. All of them together take so many steps: a hostile folder can have a million names for a
 * million patterns, while the largest published mixture of experts needs some five million.
 */
export class ModulePatterns {
  #stepsLeft = STEP_LIMIT;

  /** @throws FormatError `unsupported` for what is no pattern; the function, `limit-exceeded`. */
  compile(pattern: string): ModulePattern {
    return modulePattern(pattern, (steps) => {
      this.#stepsLeft -= steps;
      if (this.#stepsLeft >= 0) return;
      throw new FormatError(
        "limit-exceeded",
        `the patterns of the config need more than ${STEP_LIMIT} steps for the names of the modules`,
      );
    });
  }
}

/** Some seconds at most. */
const STEP_LIMIT = 20_000_000;

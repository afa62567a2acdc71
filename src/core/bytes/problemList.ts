import type { Problem } from "../problem.ts";
import { PROBLEM_LIMIT } from "./limits.ts";

/** Where in a file a problem is, as far as it can be told. */
export type ProblemPlace = Pick<Problem, "key" | "span" | "offset">;

/** Collects what is wrong with one file, up to a bound: a file of a gigabyte may be wrong a million times. */
export class ProblemList {
  readonly list: Problem[] = [];
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  add(
    code: string,
    severity: Problem["severity"],
    message: string,
    place: ProblemPlace = {},
  ): void {
    if (this.list.length < PROBLEM_LIMIT) {
      this.list.push({ code, severity, message, file: this.file, ...place });
    } else if (this.list.length === PROBLEM_LIMIT) {
      this.list.push({
        code: "more-problems",
        severity: "warning",
        message: `has more than ${PROBLEM_LIMIT} problems; the others are not listed`,
        file: this.file,
      });
    }
  }
}

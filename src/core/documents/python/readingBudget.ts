import { innerOf, type Axis, type Expression } from "./expression.ts";
import { maxCallDepth, maxFormulaSize, maxReadNodes } from "./limits.ts";

/** Raised inside a definition that is too large to read; the definition is then left alone. */
export class TooMuchToRead extends Error {}

/** Counts what is read of one definition, so that no file takes long, and names its axes. */
export class ReadingBudget {
  #nodes = 0;
  #axes = 0;
  #depth = 0;
  readonly #sizes = new WeakMap<Expression, number>();

  node(): void {
    this.#nodes += 1;
    if (this.#nodes > maxReadNodes) throw new TooMuchToRead();
  }

  axis(run: Omit<Axis, "id" | "name">): Axis {
    this.#axes += 1;
    return { id: this.#axes, name: "", ...run };
  }

  /** Runs a call's body. */
  call<T>(body: () => T): T | undefined {
    if (this.#depth >= maxCallDepth) return undefined;
    this.#depth += 1;
    const result = body();
    this.#depth -= 1;
    return result;
  }

  /** Names that are used twice make a formula twice as long each time: `a = a * a`. */
  bounded(expression: Expression): Expression {
    const size = this.#sizeOf(expression);
    if (size > maxFormulaSize) throw new TooMuchToRead();
    return expression;
  }

  #sizeOf(expression: Expression): number {
    const known = this.#sizes.get(expression);
    if (known !== undefined) return known;
    const inner = innerOf(expression);
    const size = inner.reduce((sum, part) => sum + this.#sizeOf(part), 1);
    this.#sizes.set(expression, size);
    return size;
  }
}

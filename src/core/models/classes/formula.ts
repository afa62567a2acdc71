/** What a name stands for while a formula is evaluated. */
export type FormulaScope = (name: string) => unknown;

/**
 * A formula of the class table: how a class derives an attribute, a dimension of a tensor or a layer's kind.
 * Numbers, 'texts', null, true, false, names, `+ - * / // %`, comparisons, `! && || ??` and `a ? b : c`, with
 * Python's meaning of `//` and `%` and JavaScript's precedence. Only text of ours is ever evaluated, never of a file.
 * What cannot be computed is `undefined`.
 */
export function evaluateFormula(text: string, scope: FormulaScope): unknown {
  const value = new Reader(tokensOf(text), scope).choice();
  return typeof value === "number" && !Number.isFinite(value) ? undefined : value;
}

/** Formulas are few and short, so each is split once. */
const known = new Map<string, readonly string[]>();

function tokensOf(text: string): readonly string[] {
  const split = known.get(text) ?? text.match(tokenPattern) ?? [];
  known.set(text, split);
  return split;
}

const tokenPattern =
  /\d+(?:\.\d+)?|'[^']*'|[A-Za-z_#$][\w.[\]]*|\/\/|==|!=|<=|>=|&&|\|\||\?\?|[-+*/%<>?:()!]/g;

type Operation = (a: number, b: number) => unknown;

const comparisons: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["<", (a, b) => a < b],
  [">", (a, b) => a > b],
  ["<=", (a, b) => a <= b],
  [">=", (a, b) => a >= b],
]);
const sums: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["+", (a, b) => a + b],
  ["-", (a, b) => a - b],
]);
const products: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["*", (a, b) => a * b],
  ["/", (a, b) => a / b],
  ["//", (a, b) => Math.floor(a / b)],
  ["%", (a, b) => a - b * Math.floor(a / b)],
]);

class Reader {
  readonly #tokens: readonly string[];
  readonly #scope: FormulaScope;
  #at = 0;

  constructor(tokens: readonly string[], scope: FormulaScope) {
    this.#tokens = tokens;
    this.#scope = scope;
  }

  choice(): unknown {
    const condition = this.#either();
    if (!this.#take("?")) return condition;
    const yes = this.choice();
    this.#take(":");
    const no = this.choice();
    return isTrue(condition) ? yes : no;
  }

  #either(): unknown {
    let value = this.#both();
    for (;;) {
      if (this.#take("||")) {
        const other = this.#both();
        value = isTrue(value) ? value : other;
      } else if (this.#take("??")) {
        const other = this.#both();
        value = value ?? other;
      } else return value;
    }
  }

  #both(): unknown {
    let value = this.#equality();
    while (this.#take("&&")) {
      const other = this.#equality();
      value = isTrue(value) ? other : value;
    }
    return value;
  }

  #equality(): unknown {
    const value = this.#binary(comparisons, () => this.#sum());
    if (this.#take("==")) return value === this.#sum();
    if (this.#take("!=")) return value !== this.#sum();
    return value;
  }

  #sum(): unknown {
    return this.#binary(sums, () => this.#product());
  }

  #product(): unknown {
    return this.#binary(products, () => this.#single());
  }

  #binary(operations: ReadonlyMap<string, Operation>, operand: () => unknown): unknown {
    let value = operand();
    for (;;) {
      const operation = operations.get(this.#tokens[this.#at] ?? "");
      if (operation === undefined) return value;
      this.#at += 1;
      value = operation(toNumber(value), toNumber(operand()));
    }
  }

  #single(): unknown {
    const token = this.#tokens[this.#at] ?? "null";
    this.#at += 1;
    if (token === "(") {
      const value = this.choice();
      this.#take(")");
      return value;
    }
    if (token === "-") return -toNumber(this.#single());
    if (token === "!") return !isTrue(this.#single());
    if (token.startsWith("'")) return token.slice(1, -1);
    if (/^\d/.test(token)) return Number(token);
    return words.has(token) ? words.get(token) : this.#scope(token);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }
}

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["null", null],
  ["true", true],
  ["false", false],
]);

/** As Python sees it, where 0 and an empty text are false. */
function isTrue(value: unknown): boolean {
  return Boolean(value);
}

/** Switches count as 0 and 1 (as in Python), anything else that is no number spoils the result. */
function toNumber(value: unknown): number {
  if (typeof value === "boolean") return Number(value);
  return typeof value === "number" ? value : NaN;
}

import { QUOTE_LIMIT } from "../bytes/limits.ts";
import type { Problem } from "../problem.ts";

/** A parameter of a scheme that is asked for by name, with what it may be. */
export interface SchemeParameter {
  /** As it is typed: `--param num_buckets=32`; the field's own name where there is one. */
  readonly name: string;
  readonly type: "integer" | "number" | "numbers" | "choice";
  /** Inclusive. */
  readonly min?: number;
  /** Inclusive. */
  readonly max?: number;
  /** For `choice`. */
  readonly choices?: readonly string[];
  /** `undefined` = it must be given. */
  readonly default?: number | string | readonly number[];
  /** One sentence, with its unit. */
  readonly means: string;
}

export type ParameterValue = number | string | readonly number[];

/** Values by name, those not given filled with their defaults; the problems name key, what was found, what is allowed. */
export interface ReadParameters {
  readonly values: ReadonlyMap<string, ParameterValue>;
  readonly problems: readonly Problem[];
}

/**
 * Reads parameters as they come from a command line or a form: text, numbers or lists.
 * A value that is wrong is a problem and is left out; so is a name that the scheme does not have.
 */
export function readParameters(
  parameters: readonly SchemeParameter[],
  given: ReadonlyMap<string, unknown>,
): ReadParameters {
  const values = new Map<string, ParameterValue>();
  const problems: Problem[] = [];
  const report = (code: string, key: string, message: string): void => {
    problems.push({ code, severity: "error", key, message });
  };
  for (const parameter of parameters) {
    const { name } = parameter;
    const found = given.get(name) ?? parameter.default;
    if (found === undefined) {
      report("missing-parameter", name, `${name} must be given: ${allowed(parameter)}`);
      continue;
    }
    const value = toValue(parameter, found);
    if (value !== undefined && isAllowed(parameter, value)) values.set(name, value);
    else report("bad-parameter", name, `${name} is ${shown(found)}, ${allowed(parameter)}`);
  }
  for (const name of given.keys()) {
    if (parameters.some((parameter) => parameter.name === name)) continue;
    const names = parameters.map((parameter) => parameter.name).join(", ");
    report(
      "unknown-parameter",
      name,
      `${name} is no parameter here; there are: ${names || "none"}`,
    );
  }
  return { values, problems };
}

function toValue(parameter: SchemeParameter, found: unknown): ParameterValue | undefined {
  if (parameter.type === "choice") return typeof found === "string" ? found : undefined;
  if (parameter.type === "numbers") {
    const list = typeof found === "string" ? found.split(",") : found;
    if (!Array.isArray(list)) return undefined;
    const numbers = list.map(toNumber);
    return numbers.every((number) => number !== undefined) ? numbers : undefined;
  }
  return toNumber(found);
}

/** Text that is wholly a finite number, or a finite number. */
function toNumber(found: unknown): number | undefined {
  const text = typeof found === "string" ? found.trim() : found;
  const number = typeof text === "string" && text !== "" ? Number(text) : text;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function isAllowed(parameter: SchemeParameter, value: ParameterValue): boolean {
  const { type, min = -Infinity, max = Infinity, choices = [] } = parameter;
  if (typeof value === "string") return choices.includes(value);
  const numbers = typeof value === "number" ? [value] : value;
  const inRange = numbers.every((number) => number >= min && number <= max);
  return inRange && (type !== "integer" || numbers.every(Number.isSafeInteger));
}

function allowed({ type, min, max, choices = [] }: SchemeParameter): string {
  if (type === "choice") return `one of ${choices.join(", ")} is allowed`;
  const kind = { integer: "a whole number", number: "a number", numbers: "numbers with commas" }[
    type
  ];
  const from = min === undefined ? "" : ` from ${min}`;
  const to = max === undefined ? "" : ` to ${max}`;
  return `${kind}${from}${to} ${type === "numbers" ? "are" : "is"} allowed`;
}

function shown(found: unknown): string {
  return (typeof found === "string" ? JSON.stringify(found) : String(found)).slice(0, QUOTE_LIMIT);
}

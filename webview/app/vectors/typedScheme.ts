import { FormatError } from "../../../src/core/errors.ts";
import type { PositionScheme } from "../../../src/core/positions/positionScheme.ts";
import { bareKind } from "../../../src/core/positions/registry.ts";
import {
  readParameters,
  type SchemeParameter,
} from "../../../src/core/positions/schemeParameter.ts";

/** A scheme that somebody chose by name, or why its parameters give none. */
export interface TypedScheme {
  readonly scheme: PositionScheme | undefined;
  /** What is wrong, by the name of the parameter; "" for what does not fit together. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Reads a scheme from the texts of a form; a text that is empty stands for the parameter's default. */
export function typedScheme(
  kind: string,
  parameters: Readonly<Record<string, string>>,
): TypedScheme | undefined {
  const found = bareKind(kind)?.bare;
  if (found === undefined) return undefined;
  const known = new Set(found.parameters.map(({ name }) => name));
  const given = new Map(
    Object.entries(parameters).filter(([name, text]) => known.has(name) && text.trim() !== ""),
  );
  const { values, problems } = readParameters(found.parameters, given);
  const wrong = new Map(problems.map(({ key = "", message }) => [key, message]));
  if (wrong.size > 0) return { scheme: undefined, problems: wrong };
  try {
    return { scheme: found.create(values), problems: wrong };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { scheme: undefined, problems: new Map([["", error.message]]) };
  }
}

/** The default as it would be typed. */
export function defaultText({ default: value }: SchemeParameter): string {
  if (value === undefined) return "";
  return typeof value === "object" ? value.join(",") : String(value);
}

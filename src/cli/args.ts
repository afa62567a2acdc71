import { parseArgs, type ParseArgsConfig } from "node:util";
import { UsageError } from "./usageError.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options and positional arguments of a command. @throws UsageError with what was found and allowed. */
export function parseCommand<const T extends Options>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parse<T>> {
  try {
    return parse(args, options);
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(firstSentence(error.message));
    throw error;
  }
}

/** The one PATH that most commands take. */
export function onePath(positionals: readonly string[], usage: string): string {
  const [path] = positionals;
  if (path !== undefined && positionals.length === 1) return path;
  throw new UsageError(`one PATH is needed, ${positionals.length} were given: poslens ${usage}`);
}

/** "A:B", half-open, whole numbers. */
export function parseRange(text: string, option: string): { from: number; to: number } {
  const match = /^(\d{1,9}):(\d{1,9})$/.exec(text);
  if (match === null) {
    throw new UsageError(`${option} is "${text}", allowed is a range A:B such as 0:4`);
  }
  return { from: Number(match[1]), to: Number(match[2]) };
}

/** A whole number in a range, both ends included. */
export function parseWhole(
  text: string,
  option: string,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= from && value <= to) return value;
  throw new UsageError(`${option} is "${text}", allowed are whole numbers from ${from} to ${to}`);
}

/** "1,2,3". */
export function parseIds(text: string, option: string): number[] {
  return text.split(",").map((part) => {
    if (!/^\s*\d{1,15}\s*$/.test(part)) {
      throw new UsageError(`${option} has "${part}", allowed are token ids such as 1,2,3`);
    }
    return Number(part);
  });
}

/** One of a few words. */
export function parseChoice<const T extends string>(
  text: string,
  option: string,
  allowed: readonly T[],
): T {
  const found = allowed.find((word) => word === text);
  if (found !== undefined) return found;
  throw new UsageError(`${option} is "${text}", allowed are ${allowed.join(", ")}`);
}

function parse<const T extends Options>(
  args: readonly string[],
  options: T,
): ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
> {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
}

/** Node adds advice about "--" that does not help here. */
function firstSentence(message: string): string {
  return message.split(". ")[0] ?? message;
}

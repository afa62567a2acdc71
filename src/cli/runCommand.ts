import { FormatError } from "../core/errors.ts";
import type { Command, Terminal } from "./command.ts";
import { bias } from "./commands/bias.ts";
import { engines } from "./commands/engines.ts";
import { indicators } from "./commands/indicators.ts";
import { inspect } from "./commands/inspect.ts";
import { tensor } from "./commands/tensor.ts";
import { tensors } from "./commands/tensors.ts";
import { tokenize } from "./commands/tokenize.ts";
import { trace } from "./commands/trace.ts";
import { vectors } from "./commands/vectors.ts";
import { printable } from "./printable.ts";
import { UsageError } from "./usageError.ts";

/** Every command: a new one is its file and a line here. */
const commands: readonly Command[] = [
  inspect,
  tensors,
  tensor,
  trace,
  vectors,
  bias,
  indicators,
  engines,
  tokenize,
];

/**
 * Runs a command line and gives its exit code: 0 done, 1 findings, 2 bad usage or unreadable input, said
 * in one sentence. Anything else that is thrown is a bug and goes up with its stack.
 */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || ["help", "--help", "-h"].includes(name) || rest.includes("--help")) {
    terminal.out(help());
    return name === undefined ? 2 : 0;
  }
  try {
    return await commandOf(name).run(rest, terminal);
  } catch (error) {
    const message = expectedMessage(error);
    if (message === undefined) throw error;
    terminal.log(`poslens: ${printable(message)}`);
    return 2;
  }
}

function commandOf(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const known = commands.map((command) => command.name).join(", ");
  throw new UsageError(`there is no command "${name}", known are ${known}`);
}

function help(): string {
  return [
    "Poslens shows how a language model knows where its tokens are.",
    "",
    ...commands.flatMap(({ usage, summary }) => [`poslens ${usage}`, `    ${summary}`]),
    "",
    "PATH is a model folder or a file in it.",
  ].join("\n");
}

/** Errors that are the input's doing; the system's own (a full disk, a folder that is not there) among them. */
function expectedMessage(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof FormatError) return error.message;
  const isOfSystem = error instanceof Error && "code" in error && "syscall" in error;
  return isOfSystem ? error.message : undefined;
}

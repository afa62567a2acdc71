/**
 * A process of its own that runs the command lines of its first argument (JSON, a list of lists), one after the
 * other. Writes a line before and after each, so that whoever has to end it knows where it hung.
 */
import { runCommand } from "../../../src/cli/runCommand.ts";

export interface ManyLine {
  readonly args: readonly string[];
  /** Absent while the command runs. */
  readonly ended?: {
    /** `undefined` where something was thrown that is no answer. */
    readonly code: number | undefined;
    readonly said: string;
    readonly milliseconds: number;
  };
}

const tell = (line: ManyLine): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

for (const args of JSON.parse(process.argv[2] ?? "[]") as string[][]) {
  tell({ args });
  const said: string[] = [];
  const say = (text: string): number => said.push(text);
  const started = performance.now();
  const terminal = { out: say, log: say, signal: new AbortController().signal };
  const code = await runCommand(args, terminal).catch((error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return undefined;
  });
  const milliseconds = performance.now() - started;
  tell({ args, ended: { code, said: said.join("\n").slice(0, 4000), milliseconds } });
}

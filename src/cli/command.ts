/** What a command writes to and is ended by; tests give their own. */
export interface Terminal {
  /** Results: one JSON document, or text for people. */
  out(text: string): void;
  /** Progress and warnings. */
  log(text: string): void;
  readonly signal: AbortSignal;
}

/** 0 = done, 1 = findings at or above what was asked for. Errors are thrown. */
export type ExitCode = 0 | 1;

export interface Command {
  readonly name: string;
  /** After "poslens ", as in the help. */
  readonly usage: string;
  readonly summary: string;
  /** @throws UsageError for arguments that make no sense, FormatError for input that cannot be read. */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

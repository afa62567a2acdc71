/** The command line cannot be understood: one clear sentence for stderr, and exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** What an engine does with a request (DESIGN section 2). */
export type Outcome = "ok" | "qualityRisk" | "silentCap" | "silentTruncation" | "error" | "nan";

/** What engine `engine` does with a requested length, before anybody starts it. */
export interface Verdict {
  readonly engine: string;
  /** Version whose source was read. */
  readonly version: string;
  readonly outcome: Outcome;
  /** The length at which the outcome changes, in tokens. */
  readonly limit: number | undefined;
  /** One sentence with the numbers. */
  readonly message: string;
  /** Short name of the branch in the engine that decides. */
  readonly rule: string;
  /** File of the engine's source. */
  readonly source: string;
}

/** What an engine does with a request (DESIGN section 2). */
export type Outcome = "ok" | "qualityRisk" | "silentCap" | "silentTruncation" | "error" | "nan";

/** What engine `engine` does with a requested length, before anybody starts it. */
export interface Verdict {
  readonly engine: string;
  /** Version whose source was read or which was run. */
  readonly version: string;
  /** `undefined` = the public sources or the files at hand do not settle it; the message says why. */
  readonly outcome: Outcome | undefined;
  /** The largest length the engine takes as asked, in tokens; `undefined` = none. */
  readonly limit: number | undefined;
  /** The length the engine settles on, in tokens; `undefined` where it settles on none. */
  readonly value: number | undefined;
  /** Our words with the numbers, and the phrase by which the engine's own message is recognised. */
  readonly message: string;
  /** Short name of the branch in the engine that decides. */
  readonly rule: string;
  /** File of the engine's source, with the line where it is known. */
  readonly source: string;
  /** What to write in place of the request; `undefined` where nothing better is known. */
  readonly instead: string | undefined;
}

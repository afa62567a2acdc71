/** A range of versions under one set of rules. */
export interface EngineVersion {
  /** First version of the range; `undefined` = no older one is told apart. */
  readonly since?: string;
  /** First version that is no longer in it; `undefined` = the newest known still is. */
  readonly until?: string;
  /** The version of the range that was read or run; verdicts carry it. */
  readonly reference: string;
}

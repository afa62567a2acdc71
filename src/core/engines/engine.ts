import type { ModelSpec } from "../models/modelSpec.ts";
import type { Verdict } from "./verdict.ts";

/** What an engine is asked for. */
export interface LengthRequest {
  /** Tokens, prompt and answer together. */
  readonly length: number;
}

/** One engine: a pure function over a spec; a new one is its file and a line in the registry. */
export interface Engine {
  /** The word of the setting `poslens.engine`. */
  readonly id: string;
  /** What it does with the request, or `undefined` where this version does not know. */
  verdict(spec: ModelSpec, request: LengthRequest): Verdict | undefined;
}

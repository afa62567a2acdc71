import type { JsonValue } from "../json/jsonNode.ts";
import type { ModelSpec } from "../models/modelSpec.ts";
import type { JsonObject } from "./configValues.ts";
import type { EngineVersion } from "./versionRange.ts";
import type { Verdict } from "./verdict.ts";

/** What a GGUF file says, as llama.cpp reads it. */
export interface GgufDescription {
  /** `general.architecture`. */
  readonly architecture: string;
  /** Numbers, truth values and texts under their full keys; arrays are left out. */
  readonly metadata: ReadonlyMap<string, string | number | boolean>;
  /** Sizes of tensors that matter for positions, rows first. */
  readonly tensors: ReadonlyMap<string, readonly number[]>;
}

/** The model as an engine meets it: its rules read raw keys, not only what they mean. */
export interface EngineInput {
  readonly spec?: ModelSpec | undefined;
  /** Plain value of `config.json`; of a GGUF file, that of the config its metadata would be. */
  readonly config?: JsonObject | undefined;
  readonly gguf?: GgufDescription | undefined;
  /** `model_max_length` of `tokenizer_config.json`. */
  readonly tokenizerMax?: number | undefined;
  /** `sentence_bert_config.json`. */
  readonly encoderConfig?: JsonObject | undefined;
  /** `genai_config.json`. */
  readonly genaiConfig?: JsonObject | undefined;
}

/** What an engine is asked for. */
export interface EngineRequest {
  /** Tokens, prompt and answer together; `undefined` = nothing is asked for and the engine decides. */
  readonly length: number | undefined;
  /** What else it is told, under the names listed in `Engine.settings`. */
  readonly settings: ReadonlyMap<string, JsonValue>;
}

/** One engine: a pure function per range of versions; a new one is its file and a line in the registry. */
export interface Engine {
  /** The word of the setting `poslens.engine`. */
  readonly id: string;
  /** Ranges of versions with rules of their own, oldest first; at least one. */
  readonly versions: readonly EngineVersion[];
  /** Names of settings that its rules read. */
  readonly settings: readonly string[];
  verdict(input: EngineInput, request: EngineRequest, version: EngineVersion): Verdict;
}

/** A length and nothing else. */
export function lengthRequest(length: number): EngineRequest {
  return { length, settings: new Map() };
}

import type { JsonValue } from "../../json/jsonNode.ts";
import { numberText } from "../../text/numberText.ts";
import { numberSetting } from "../settings.ts";
import type { Verdict } from "../verdict.ts";
import type { DeclaredLength } from "./declaredLength.ts";

type Found = Omit<Verdict, "engine" | "version">;

interface Generation {
  /** Tokens of the prompt. */
  readonly prompt: number;
  /** Of the outer config; the part of a composite model is not asked. */
  readonly declared: DeclaredLength | undefined;
  /** What a forward pass over prompt and answer does. */
  readonly forward: Found;
  readonly settings: ReadonlyMap<string, JsonValue>;
}

/**
 * `generate` over a prompt: without a length, prompt and answer together are bounded by `max_position_embeddings`, and
 * a prompt as long as the bound is refused (`generation/utils.py`); past that length one reminder is logged.
 */
export function generateVerdict({ prompt, declared, forward, settings }: Generation): Found {
  const told = numberSetting(settings, "max_length");
  const isTold = numberSetting(settings, "max_new_tokens") !== undefined;
  const bound = told ?? (isTold ? undefined : declared?.length);
  if (bound === undefined || prompt < bound) return forward;
  return {
    outcome: "error",
    limit: bound - 1,
    value: undefined,
    rule: "prompt-reaches-max-length",
    source: "src/transformers/generation/utils.py",
    message: `generate ends with ValueError: "Input length of input_ids is ${prompt}, but \`max_length\` is set to ${bound}"`,
    instead: `max_new_tokens, and a prompt of less than ${numberText(bound)} tokens`,
  };
}

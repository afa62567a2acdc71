import type { JsonValue } from "../../json/jsonNode.ts";
import { numberText } from "../../text/numberText.ts";
import { isNotOff, isOn, numberSetting } from "../settings.ts";
import type { Verdict } from "../verdict.ts";

type Found = Pick<Verdict, "outcome" | "limit" | "value" | "rule" | "source" | "message"> &
  Partial<Pick<Verdict, "instead">>;

interface Prompt {
  /** Tokens. */
  readonly prompt: number;
  /** num_ctx. */
  readonly context: number;
  readonly settings: ReadonlyMap<string, JsonValue>;
  readonly architecture: string | undefined;
}

/** A prompt of generate or chat: cut in the middle where it does not leave room for a token (`llm/llama_server.go:317`). */
export function promptVerdict(asked: Prompt): Found {
  const { prompt, context, settings, architecture } = asked;
  const limit = context - 1;
  if (prompt <= limit) {
    const message = `ollama takes the prompt of ${tokens(prompt)}: num_ctx is ${numberText(context)}`;
    return { outcome: "ok", limit, value: prompt, rule: "prompt-fits", source, message };
  }
  const isShifting = isNotOff(settings, "context_shift") && architecture !== "deepseek2";
  if (!isShifting || !isNotOff(settings, "truncate")) {
    return {
      outcome: "error",
      limit,
      value: undefined,
      rule: isShifting ? "truncate-off" : "no-context-shift",
      source: "llm/llama_server.go:298",
      message: `ollama answers with status 400: "the prompt is longer than the context length currently available to the model"`,
      instead: `num_ctx ${prompt + 1} or a shorter prompt`,
    };
  }
  const first = keptFirst(context, settings);
  const kept = context - Math.max(Math.trunc((context - first) / 2), 1);
  return {
    outcome: "silentTruncation",
    limit,
    value: kept,
    rule: "truncate-completion",
    source,
    message: `ollama keeps ${tokens(kept)} of the prompt's ${numberText(prompt)}, the first ${numberText(first)} and the last, and drops ${numberText(prompt - kept)} between; only its log says "truncating input prompt"`,
    instead: `num_ctx ${prompt + 1} or a shorter prompt`,
  };
}

/** Inputs to embed are cut at their end unless that is turned off (`server/routes.go:894`). */
export function embeddingVerdict(
  prompt: number,
  context: number,
  settings: ReadonlyMap<string, JsonValue>,
): Found {
  const added =
    Number(isOn(settings, "tokenizer_adds_bos")) + Number(isOn(settings, "tokenizer_adds_eos"));
  const limit = context - added;
  if (prompt <= limit) {
    const message = `ollama embeds the whole input of ${tokens(prompt)}`;
    return { outcome: "ok", limit, value: prompt, rule: "input-fits", source: embedding, message };
  }
  if (!isNotOff(settings, "truncate")) {
    return {
      outcome: "error",
      limit,
      value: undefined,
      rule: "embed-error",
      source: "server/routes.go:939",
      message: "ollama answers with status 400: the input exceeds the context length",
      instead: `an input of at most ${tokens(limit)}`,
    };
  }
  return {
    outcome: "silentTruncation",
    limit,
    value: limit,
    rule: "embed-truncate",
    source: embedding,
    message: `ollama embeds the first ${tokens(limit)} of ${numberText(prompt)} and does not say so`,
    instead: `an input of at most ${tokens(limit)}`,
  };
}

const source = "llm/llama_server.go:317";
const embedding = "server/routes.go:894";

/** A negative num_keep means all; one more is kept where a BOS token is added; one place stays free. */
function keptFirst(context: number, settings: ReadonlyMap<string, JsonValue>): number {
  const keep = numberSetting(settings, "num_keep") ?? DEFAULT_KEEP;
  const wanted = keep < 0 ? Infinity : keep;
  const added = isOn(settings, "tokenizer_adds_bos") ? 1 : 0;
  return Math.min(wanted + added, context - 1);
}

const DEFAULT_KEEP = 4;

function tokens(length: number): string {
  return `${numberText(length)} tokens`;
}

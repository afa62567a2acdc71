import { numberAt, textAt, valueAt, type JsonObject } from "../configValues.ts";

/** How a forward pass ends beyond a table of positions. */
export interface TableFailure {
  /** Rows that the padding token keeps from text. */
  readonly reserved: number;
  /** The error's words, with the first length that fails put in. */
  readonly phrase: string;
}

export interface Table {
  /** As the config states them. */
  readonly rows: number;
  /** Of the version: both fail at the same length, some in other words. */
  readonly major: 4 | 5;
}

/**
 * What happens beyond the table of a model type, or `undefined` where it has none. `rows` are those that the config
 * states. Nearly all were run past their end with transformers 4.57.6 and 5.23.0, in one layer with 32 positions; the others
 * (decision_transformer, esm, layoutlmv3, led, lilt, lxmert, marian, xmod and bros) are known from their classes.
 */
export function tableFailure(
  type: string,
  config: JsonObject,
  table: Table,
): TableFailure | undefined {
  const kind = failureKinds.get(type);
  if (kind === undefined || !usesTable(type, config)) return undefined;
  const isBehindPadding = kind === "index after padding" || kind === "slice after padding";
  const reserved = isBehindPadding ? (numberAt(config, "pad_token_id") ?? DEFAULT_PADDING) + 1 : 0;
  return { reserved, phrase: phraseOf(kind, type, table) };
}

function phraseOf(kind: FailureKind, type: string, { rows, major }: Table): string {
  const indexError = "IndexError: index out of range in self";
  switch (kind) {
    case "index":
    case "index after padding":
      return indexError;
    case "slice after padding":
      return major === 4
        ? indexError
        : `RuntimeError: index ${rows} is out of bounds for dimension 1 with size ${rows}`;
    case "buffer":
      return `index ${rows} is out of bounds for dimension ${type === "gptj" ? 1 : 0} with size ${rows}`;
    case "sum":
      return `RuntimeError: The size of tensor a (${rows + 1}) must match the size of tensor b (${rows})`;
    case "expand":
      return `RuntimeError: The expanded size of the tensor (${rows + 1}) must match the existing size (${rows})`;
    case "check":
      return "ValueError: Sequence length must be less than max_position_embeddings";
  }
}

/** True where positions are rows of a table, so that a length beyond it cannot be run. */
export function hasPositionTable(type: string, config: JsonObject): boolean {
  return failureKinds.has(type) && usesTable(type, config);
}

type FailureKind =
  "index" | "index after padding" | "slice after padding" | "buffer" | "sum" | "expand" | "check";

/** BERT's kind of vocabulary has padding at 0, RoBERTa's at 1, and only the latter's classes start behind it. */
const DEFAULT_PADDING = 1;

/** Some classes have the table under a switch. */
function usesTable(type: string, config: JsonObject): boolean {
  switch (type) {
    case "esm":
      return (textAt(config, "position_embedding_type") ?? "absolute") === "absolute";
    case "deberta":
    case "deberta-v2":
      return valueAt(config, "position_biased_input") !== false;
    default:
      return true;
  }
}

/** Classes that compute more rows of their sinusoids when a longer text comes. */
export const growingTables: ReadonlySet<string> = new Set([
  "fsmt",
  "kosmos_2_5_text_model",
  "kosmos_2_text_model",
  "m2m_100",
  "musicgen_decoder",
  "musicgen_melody_decoder",
  "nllb-moe",
  "speech_to_text",
  "xglm",
]);

const byKind: Readonly<Record<FailureKind, readonly string[]>> = {
  index: [
    "bart",
    "bigbird_pegasus",
    "biogpt",
    "blenderbot",
    "blenderbot-small",
    "decision_transformer",
    "gpt-sw3",
    "gpt2",
    "gpt_bigcode",
    "gpt_neo",
    "imagegpt",
    "led",
    "lxmert",
    "marian",
    "mbart",
    "mvp",
    "opt",
    "pegasus",
    "plbart",
    "roformer",
    "trocr",
  ],
  "index after padding": [
    "esm",
    "ibert",
    "layoutlmv3",
    "lilt",
    "longformer",
    "luke",
    "markuplm",
    "mpnet",
    "xmod",
  ],
  "slice after padding": [
    "camembert",
    "data2vec-text",
    "roberta",
    "roberta-prelayernorm",
    "xlm-roberta",
    "xlm-roberta-xl",
  ],
  buffer: ["codegen", "ctrl", "gptj", "whisper"],
  sum: [
    "bert-generation",
    "canine",
    "deberta",
    "deberta-v2",
    "distilbert",
    "dpr",
    "git",
    "layoutlm",
    "megatron-bert",
    "mobilebert",
    "mpt",
    "openai-gpt",
    "rembert",
    "splinter",
    "squeezebert",
    "visual_bert",
  ],
  expand: [
    "albert",
    "bert",
    "big_bird",
    "bros",
    "convbert",
    "electra",
    "ernie",
    "flaubert",
    "fnet",
    "mra",
    "nystromformer",
    "roc_bert",
    "xlm",
    "yoso",
  ],
  check: [
    "aimv2_text_model",
    "blip_text_model",
    "clip_text_model",
    "clipseg_text_model",
    "groupvit_text_model",
    "metaclip_2_text_model",
    "siglip2_text_model",
    "siglip_text_model",
    "tipsv2_text_model",
    "xclip_text_model",
  ],
};

const failureKinds: ReadonlyMap<string, FailureKind> = new Map(
  (Object.keys(byKind) as FailureKind[]).flatMap((kind) =>
    byKind[kind].map((type) => [type, kind] as const),
  ),
);

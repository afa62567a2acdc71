import { type GgufSpecialName, ggufTokenTypes, type GgufVocabulary } from "./ggufVocabulary.ts";

/** What llama.cpp does around and inside a text besides cutting it. */
export interface GgufSpecials {
  /** Tokens that are found in a text as they are written, by id. */
  readonly ids: readonly number[];
  idOf(name: GgufSpecialName): number | undefined;
}

/**
 * Which tokens are special: by their type, by the ids that the file names, and, as llama.cpp has it, by a few names
 * that are special in whatever file.
 */
export function ggufSpecials(vocabulary: GgufVocabulary): GgufSpecials {
  const { tokens, types, model, specialIds } = vocabulary;
  const isInside = (id: number | undefined): id is number => id !== undefined && id < tokens.length;
  const defaults = defaultIds.get(model) ?? [];
  const named = new Map([...defaults, ...specialIds].filter(([, id]) => isInside(id)));
  const special = new Set<number>();
  tokens.forEach((token, id) => {
    if (isSpecialType(types?.[id]) || alwaysSpecial.has(token)) special.add(id);
  });
  for (const [name, words] of fillInNames) {
    if (specialIds.has(name)) continue;
    const id = tokens.findIndex((token) => words.includes(token));
    if (id >= 0) special.add(id);
  }
  withdrawEnd(tokens, special);
  return { ids: [...special], idOf: (name) => named.get(name) };
}

/** A model whose tools answer by a token of their own writes `</s>` as plain text. */
function withdrawEnd(tokens: readonly string[], special: Set<number>): void {
  const end = tokens.indexOf("</s>");
  if (end >= 0 && tokens.includes("<|tool_response>")) special.delete(end);
}

function isSpecialType(type: number | undefined): boolean {
  return (
    type === ggufTokenTypes.unknown ||
    type === ggufTokenTypes.control ||
    type === ggufTokenTypes.userDefined
  );
}

type Defaults = readonly (readonly [GgufSpecialName, number])[];

/** Where the file names none. */
const defaultIds: ReadonlyMap<string, Defaults> = new Map<string, Defaults>([
  [
    "llama",
    [
      ["bos", 1],
      ["eos", 2],
      ["unknown", 0],
    ],
  ],
  [
    "bert",
    [
      ["bos", 101],
      ["unknown", 100],
      ["separator", 102],
    ],
  ],
  [
    "gpt2",
    [
      ["bos", 11],
      ["eos", 11],
    ],
  ],
  [
    "whitespace",
    [
      ["bos", 11],
      ["eos", 11],
    ],
  ],
  [
    "t5",
    [
      ["eos", 1],
      ["unknown", 2],
    ],
  ],
  [
    "plamo2",
    [
      ["bos", 1],
      ["eos", 2],
      ["unknown", 0],
    ],
  ],
]);

/** Ends of a turn or a text, and the marks of gpt-oss. */
const alwaysSpecial: ReadonlySet<string> = new Set([
  "<|eot_id|>",
  "<|im_end|>",
  "<|end|>",
  "<|return|>",
  "<|call|>",
  "<|flush|>",
  "<|calls|>",
  "<end_of_turn>",
  "<|endoftext|>",
  "</s>",
  "<|eom_id|>",
  "<EOT>",
  "_<EOT>",
  "[EOT]",
  "[EOS]",
  "<|end_of_text|>",
  "<end_of_utterance>",
  "<eos>",
  "<turn|>",
  "<|tool_response>",
  "<｜end▁of▁sentence｜>",
  "[e~[",
  "<|channel|>",
  "<|message|>",
  "<|start|>",
  "<|constrain|>",
]);

/** Marks of a text with a hole: the first of each kind that a vocabulary has, unless the file names one. */
const fillInNames: readonly (readonly [GgufSpecialName, readonly string[]])[] = [
  [
    "fimPrefix",
    [
      "<|fim_prefix|>",
      "<fim-prefix>",
      "<fim_prefix>",
      "<｜fim▁begin｜>",
      "<PRE>",
      "▁<PRE>",
      "<|code_prefix|>",
      "<|prefix|>",
    ],
  ],
  [
    "fimSuffix",
    [
      "<|fim_suffix|>",
      "<fim-suffix>",
      "<fim_suffix>",
      "<｜fim▁hole｜>",
      "<SUF>",
      "▁<SUF>",
      "<|code_suffix|>",
      "<|suffix|>",
    ],
  ],
  [
    "fimMiddle",
    [
      "<|fim_middle|>",
      "<fim-middle>",
      "<fim_middle>",
      "<｜fim▁end｜>",
      "<MID>",
      "▁<MID>",
      "<|code_middle|>",
      "<|middle|>",
    ],
  ],
  ["fimPad", ["<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]"]],
  ["fimRepository", ["<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"]],
  ["fimSeparator", ["<|file_sep|>"]],
];

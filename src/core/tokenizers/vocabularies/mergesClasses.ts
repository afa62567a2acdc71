import { FormatError } from "../../errors.ts";

/** How a class of transformers reads vocab.json and merges.txt. */
export interface MergesClass {
  readonly bos: string;
  readonly eos: string;
  readonly unknown: string;
  readonly mask?: string;
  readonly pad?: string;
  /** Whether what has no token becomes the unknown one; byte-level vocabularies have tokens for all bytes. */
  readonly keepsUnknown: boolean;
  readonly endOfWord: string | undefined;
  /** `both`: beginning and end around a text; `config`: a beginning where the config asks for it. */
  readonly around: "both" | "config";
  readonly trimsOffsets: boolean;
  /** Normaliser and pre-tokeniser as tokenizer.json writes them. @param space One in front of the text. */
  stages(space: boolean): { readonly normalizer?: object; readonly pre_tokenizer: object };
}

/**
 * The class that the config names, else that of the model.
 * @throws FormatError `unsupported` where it is not known: another would give other ids.
 */
export function mergesClass(
  tokenizerClass: string | undefined,
  modelType: string | undefined,
): MergesClass {
  const name = tokenizerClass ?? modelType;
  const found = name === undefined ? undefined : classes.find(({ names }) => names.has(name));
  if (found !== undefined) return found.kind;
  const asked = name === undefined ? "nothing says whose tokenizer it is" : `it is that of ${name}`;
  throw new FormatError(
    "unsupported",
    `The folder has vocab.json and merges.txt, but ${asked}; known are GPT-2, RoBERTa, BART, CLIP, Qwen2 and models that use theirs`,
  );
}

const gpt2: MergesClass = {
  bos: "<|endoftext|>",
  eos: "<|endoftext|>",
  unknown: "<|endoftext|>",
  keepsUnknown: false,
  endOfWord: undefined,
  around: "config",
  trimsOffsets: false,
  stages: (space) => ({ pre_tokenizer: { type: "ByteLevel", add_prefix_space: space } }),
};

const roberta: MergesClass = {
  ...gpt2,
  bos: "<s>",
  eos: "</s>",
  unknown: "<unk>",
  mask: "<mask>",
  pad: "<pad>",
  around: "both",
  trimsOffsets: true,
};

const clip: MergesClass = {
  ...gpt2,
  bos: "<|startoftext|>",
  keepsUnknown: true,
  endOfWord: "</w>",
  around: "both",
  stages: () => ({
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "NFC" },
        { type: "Replace", pattern: { Regex: String.raw`\s+` }, content: " " },
        { type: "Lowercase" },
      ],
    },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        {
          type: "Split",
          pattern: {
            Regex: String.raw`'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`,
          },
          behavior: "Removed",
          invert: true,
        },
        { type: "ByteLevel", add_prefix_space: false },
      ],
    },
  }),
};

const qwen2: MergesClass = {
  ...gpt2,
  stages: (space) => ({
    normalizer: { type: "NFC" },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        {
          type: "Split",
          pattern: {
            Regex: String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
          },
          behavior: "Isolated",
        },
        { type: "ByteLevel", add_prefix_space: space, use_regex: false },
      ],
    },
  }),
};

/** By the class's name and by the `model_type` of the configs that use it. */
const classes: readonly { readonly kind: MergesClass; readonly names: ReadonlySet<string> }[] = [
  named(gpt2, "GPT2Tokenizer CodeGenTokenizer gpt2 gptj gpt_neo gpt_bigcode codegen opt"),
  named(roberta, "RobertaTokenizer BartTokenizer LongformerTokenizer LEDTokenizer"),
  named(roberta, "roberta bart longformer led data2vec-text roberta-prelayernorm"),
  named(clip, "CLIPTokenizer clip clip_text_model"),
  named(qwen2, "Qwen2Tokenizer qwen2 qwen2_moe qwen3 qwen3_moe"),
];

function named(kind: MergesClass, names: string): (typeof classes)[number] {
  return { kind, names: new Set(names.split(" ")) };
}

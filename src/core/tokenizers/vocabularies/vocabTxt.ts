import { FormatError } from "../../errors.ts";
import { FieldReader } from "../fieldReader.ts";
import { createHfTokenizer } from "../hfTokenizer.ts";
import { maxVocabularySize } from "../limits.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { SpecialSettings, toAddedTokens } from "./specialSettings.ts";

export interface VocabTxt {
  /** vocab.txt: one token a line, the first has the id 0. */
  readonly text: string;
  /** tokenizer_config.json */
  readonly configJson: string | undefined;
  /** `model_type` of config.json, which tells the class where the other file does not. */
  readonly modelType: string | undefined;
}

/**
 * BERT's WordPiece, as transformers makes it of a vocab.txt.
 * @throws FormatError `unsupported` for a class that reads the file in another way, `bad-header`, `limit-exceeded`.
 */
export function parseVocabTxt({ text, configJson, modelType }: VocabTxt): Tokenizer {
  const settings = new SpecialSettings(configJson);
  requireBert(settings.tokenizerClass, modelType);
  const vocabulary = readLines(text);
  const unknown = settings.token("unk_token", "[UNK]");
  const [cls, sep] = [settings.token("cls_token", "[CLS]"), settings.token("sep_token", "[SEP]")];
  const others = [settings.token("pad_token", "[PAD]"), settings.token("mask_token", "[MASK]")];
  const special = (token: string): readonly (readonly [string, number])[] => {
    const id = vocabulary.get(token);
    return id === undefined ? [] : [[token, id]];
  };
  return createHfTokenizer(
    new FieldReader(
      {
        added_tokens: toAddedTokens(
          [unknown, cls, sep, ...others].map((content) => ({ content })),
          vocabulary,
          settings,
        ),
        normalizer: {
          type: "BertNormalizer",
          clean_text: true,
          handle_chinese_chars: settings.flag("tokenize_chinese_chars", "on"),
          strip_accents: settings.optionalFlag("strip_accents"),
          lowercase: settings.flag("do_lower_case", "on"),
        },
        pre_tokenizer: { type: "BertPreTokenizer" },
        model: { type: "WordPiece", vocab: vocabulary, unk_token: unknown },
        post_processor: template(special(cls), special(sep)),
      },
      "",
    ),
    undefined,
  );
}

type Special = readonly (readonly [string, number])[];

function template(before: Special, after: Special): object {
  const items = (tokens: Special): object[] =>
    tokens.map(([token]) => ({ SpecialToken: { id: token, type_id: 0 } }));
  return {
    type: "TemplateProcessing",
    single: [...items(before), { Sequence: { id: "A", type_id: 0 } }, ...items(after)],
    special_tokens: Object.fromEntries(
      [...before, ...after].map(([token, id]) => [
        token,
        { id: token, ids: [id], tokens: [token] },
      ]),
    ),
  };
}

/** Of a token that stands twice the last line counts, as in transformers. */
function readLines(text: string): ReadonlyMap<string, number> {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  if (lines.length > maxVocabularySize) {
    const message = `vocab.txt has ${lines.length} lines; ${maxVocabularySize} are allowed`;
    throw new FormatError("limit-exceeded", message);
  }
  return new Map(lines.map((token, id) => [token, id]));
}

/** @throws FormatError `unsupported` */
function requireBert(tokenizerClass: string | undefined, modelType: string | undefined): void {
  const isBert =
    tokenizerClass === undefined
      ? modelType === undefined || likeBert.has(modelType)
      : bertClasses.has(tokenizerClass);
  if (isBert) return;
  throw new FormatError(
    "unsupported",
    `The folder's tokenizer is that of ${tokenizerClass ?? modelType ?? ""}, which does not read vocab.txt as BERT does; it needs a tokenizer.json`,
  );
}

const bertClasses: ReadonlySet<string> = new Set(
  "BertTokenizer DistilBertTokenizer ElectraTokenizer MobileBertTokenizer LxmertTokenizer ConvBertTokenizer SqueezeBertTokenizer RetriBertTokenizer LayoutLMTokenizer LayoutLMv2Tokenizer DPRContextEncoderTokenizer DPRQuestionEncoderTokenizer DPRReaderTokenizer RealmTokenizer SplinterTokenizer NystromformerTokenizer PreTrainedTokenizer".split(
    " ",
  ),
);

const likeBert: ReadonlySet<string> = new Set(
  "bert distilbert electra mobilebert lxmert convbert squeezebert retribert layoutlm dpr realm nystromformer visual_bert megatron-bert tapas ernie bridgetower clap nomic_bert qdqbert yoso vilt bert-generation".split(
    " ",
  ),
);

import { FormatError } from "../../errors.ts";
import { FieldReader } from "../fieldReader.ts";
import { createHfTokenizer } from "../hfTokenizer.ts";
import { maxVocabularySize } from "../limits.ts";
import { readVocabulary } from "../models/vocabulary.ts";
import { parseJsonText } from "../parseJsonText.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { type MergesClass, mergesClass } from "./mergesClasses.ts";
import { SpecialSettings, toAddedTokens } from "./specialSettings.ts";

export interface VocabMerges {
  /** vocab.json: token → id. */
  readonly vocabJson: string;
  /** merges.txt: two tokens a line, the earliest merge first. */
  readonly merges: string;
  /** tokenizer_config.json */
  readonly configJson: string | undefined;
  /** `model_type` of config.json, which tells the class where the other file does not. */
  readonly modelType: string | undefined;
}

/**
 * Byte-pair encoding of GPT-2, RoBERTa and others that come as vocab.json and merges.txt, as transformers runs them.
 * @throws FormatError `bad-json`, `bad-header`, `limit-exceeded`; `unsupported` for a class that is not known.
 */
export function parseVocabMerges(files: VocabMerges): Tokenizer {
  const settings = new SpecialSettings(files.configJson);
  const kind = mergesClass(settings.tokenizerClass, files.modelType);
  const vocab = parseJsonText(files.vocabJson, "vocab.json");
  const vocabulary = readVocabulary(new FieldReader({ vocab }, ""));
  return createHfTokenizer(
    new FieldReader(toFields(kind, vocabulary, files.merges, settings), ""),
    undefined,
  );
}

function toFields(
  kind: MergesClass,
  vocabulary: ReadonlyMap<string, number>,
  merges: string,
  settings: SpecialSettings,
): object {
  const bos = settings.token("bos_token", kind.bos);
  const eos = settings.token("eos_token", kind.eos);
  const unknown = settings.token("unk_token", kind.unknown);
  const mask = settings.token("mask_token", kind.mask ?? "");
  const pad = settings.token("pad_token", kind.pad ?? "");
  const space = settings.flag("add_prefix_space", "off");
  return {
    added_tokens: toAddedTokens(
      [
        ...[bos, eos, unknown, pad].map((content) => ({ content })),
        { content: mask, lstrip: true },
      ].filter(({ content }) => content !== ""),
      vocabulary,
      settings,
    ),
    ...kind.stages(space),
    model: {
      type: "BPE",
      vocab: vocabulary,
      merges: readMerges(merges),
      unk_token: vocabulary.has(unknown) && kind.keepsUnknown ? unknown : undefined,
      end_of_word_suffix: kind.endOfWord,
    },
    post_processor: around(kind, { bos, eos, space }, vocabulary, settings),
  };
}

function around(
  kind: MergesClass,
  { bos, eos, space }: { readonly bos: string; readonly eos: string; readonly space: boolean },
  vocabulary: ReadonlyMap<string, number>,
  settings: SpecialSettings,
): object | undefined {
  const plain = { type: "ByteLevel", trim_offsets: false };
  const [bosId, eosId] = [vocabulary.get(bos), vocabulary.get(eos)];
  if (kind.around === "both" && bosId !== undefined && eosId !== undefined) {
    return {
      type: "RobertaProcessing",
      cls: [bos, bosId],
      sep: [eos, eosId],
      add_prefix_space: space,
      trim_offsets: kind.trimsOffsets,
    };
  }
  if (!settings.flag("add_bos_token", "off") || bosId === undefined) return plain;
  return {
    type: "TemplateProcessing",
    single: [{ SpecialToken: { id: bos, type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
    special_tokens: { [bos]: { id: bos, ids: [bosId], tokens: [bos] } },
  };
}

/** The first line may name the version of the format. */
function readMerges(text: string): readonly [string, string][] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.length > maxVocabularySize) {
    const message = `merges.txt has ${lines.length} lines; ${maxVocabularySize} are allowed`;
    throw new FormatError("limit-exceeded", message);
  }
  return lines.flatMap((line, index): [string, string][] => {
    if (line === "" || (index === 0 && line.startsWith("#version"))) return [];
    const [left, right, ...rest] = line.split(" ");
    if (left !== undefined && right !== undefined && rest.length === 0) return [[left, right]];
    const message = `Line ${index + 1} of merges.txt is "${line.slice(0, 60)}"; two tokens with a space between them were expected`;
    throw new FormatError("bad-header", message);
  });
}

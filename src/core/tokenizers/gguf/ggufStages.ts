import { FormatError } from "../../errors.ts";
import { mapChars, prepend } from "../alignedText.ts";
import { toByteChars } from "../byteLevel.ts";
import { Charsmap } from "../charsmap.ts";
import { createScoredPairsModel } from "../models/scoredPairsModel.ts";
import type { Stages } from "../stagedTokenizer.ts";
import { simpleLowercase } from "../stages/letterCase.ts";
import { spaces } from "../stages/preTokenizers.ts";
import { splitText } from "../stages/splitText.ts";
import type { PreTokenizer } from "../stages/stage.ts";
import { bertWords } from "./bertWords.ts";
import { createByteMergesModel } from "./byteMergesModel.ts";
import type { GgufPreTokenizer } from "./ggufPreTokenizers.ts";
import type { GgufSpecials } from "./ggufSpecialTokens.ts";
import { type GgufSpecialName, ggufTokenTypes, type GgufVocabulary } from "./ggufVocabulary.ts";
import { requirePreTokenizer, toWordSplitter } from "./ggufWords.ts";
import { createGgufUnigramModel } from "./ggufUnigramModel.ts";
import { unigramNormalizer } from "./unigramNormalizer.ts";
import { createWholeWordsModel } from "./wholeWordsModel.ts";
import { createWorldModel } from "./worldModel.ts";

/** What a kind of tokenizer does to the text between special tokens, and which tokens it puts around a text. */
export interface GgufStages {
  readonly stages: Pick<Stages, "model"> & Partial<Pick<Stages, "normalizer" | "preTokenizer">>;
  readonly before: GgufSpecialName | undefined;
  readonly after: GgufSpecialName | undefined;
}

type StageReader = (
  vocabulary: GgufVocabulary,
  ids: ReadonlyMap<string, number>,
  specials: GgufSpecials,
) => GgufStages;

/** By `tokenizer.ggml.model`. */
export const ggufStageReaders: ReadonlyMap<string, StageReader> = new Map<string, StageReader>([
  ["gpt2", byteMerges],
  ["gemma4", (vocabulary, ids) => byteMerges({ ...vocabulary, pre: "gemma4" }, ids)],
  ["whitespace", byteMerges],
  ["llama", scoredPairs],
  ["bert", wholeWords],
  ["t5", unigram],
  ["rwkv", world],
]);

function byteMerges(vocabulary: GgufVocabulary, ids: ReadonlyMap<string, number>): GgufStages {
  const { merges, addBos, addEos } = vocabulary;
  const kind = requirePreTokenizer(vocabulary.pre);
  if (merges === undefined && vocabulary.pre !== "kimi-k2") {
    throw new FormatError("bad-header", "The GGUF vocabulary has no tokenizer.ggml.merges");
  }
  const addsBos = kind.takesLineFeeds === true || (addBos ?? kind.addsBos ?? false);
  return {
    stages: {
      ...textStages(kind, vocabulary),
      model: createByteMergesModel(ids, merges ?? [], kind),
    },
    before:
      addsBos && !(kind.hasNoBos === true && !vocabulary.specialIds.has("bos")) ? "bos" : undefined,
    after: addEos === true ? "eos" : undefined,
  };
}

function textStages(
  kind: GgufPreTokenizer,
  { lowercase }: GgufVocabulary,
): Partial<Pick<Stages, "normalizer" | "preTokenizer">> {
  const words = toWordSplitter(kind);
  if (kind.writesText === undefined) {
    return { preTokenizer: (text) => words(text).map(toByteChars) };
  }
  if (kind.writesText === "spaces-marked") {
    return { normalizer: (text) => mapChars(text, markSpace), preTokenizer: words };
  }
  return {
    normalizer: (text) => (lowercase === true ? mapChars(text, simpleLowercase) : text),
    preTokenizer: (text) => splitText(text, spaces, "Removed").flatMap(words),
  };
}

function markSpace(char: string): string {
  return char === " " ? "▁" : char;
}

function scoredPairs(
  { scores, addSpacePrefix, addBos, addEos }: GgufVocabulary,
  ids: ReadonlyMap<string, number>,
  specials: GgufSpecials,
): GgufStages {
  const addsSpace = addSpacePrefix ?? true;
  return {
    stages: {
      normalizer: (text) => mapChars(addsSpace ? prepend(text, " ") : text, markSpace),
      model: createScoredPairsModel({
        vocabulary: ids,
        scoreOf: (left, right) => {
          const id = ids.get(left + right);
          return id === undefined ? undefined : (scores?.[id] ?? 0);
        },
        unknownId: specials.idOf("unknown"),
      }),
    },
    before: (addBos ?? true) ? "bos" : undefined,
    after: addEos === true ? "eos" : undefined,
  };
}

function wholeWords(
  { lowercase: isLower = true, stripAccents = isLower }: GgufVocabulary,
  ids: ReadonlyMap<string, number>,
  specials: GgufSpecials,
): GgufStages {
  const unknownId = specials.idOf("unknown");
  if (unknownId === undefined) throw noUnknown();
  const preTokenizer: PreTokenizer = bertWords({ lowercase: isLower, stripAccents });
  return {
    stages: { preTokenizer, model: createWholeWordsModel(ids, unknownId) },
    before: "bos",
    after: "separator",
  };
}

function unigram(
  vocabulary: GgufVocabulary,
  ids: ReadonlyMap<string, number>,
  specials: GgufSpecials,
): GgufStages {
  const { tokens, types, charsmap, addBos, addEos } = vocabulary;
  const unknownId = specials.idOf("unknown");
  if (unknownId === undefined) throw noUnknown();
  const userDefined = tokens.filter((_, id) => types?.[id] === ggufTokenTypes.userDefined);
  return {
    stages: {
      normalizer: unigramNormalizer(
        charsmap === undefined || charsmap.length === 0 ? undefined : new Charsmap(charsmap),
        {
          prefix: vocabulary.addSpacePrefix ?? false,
          merged: vocabulary.removeExtraWhitespaces ?? false,
        },
        userDefined,
      ),
      model: createGgufUnigramModel(vocabulary, ids, unknownId),
    },
    before: addBos === true ? "bos" : undefined,
    after: (addEos ?? true) ? "eos" : undefined,
  };
}

function world(
  { tokens }: GgufVocabulary,
  ids: ReadonlyMap<string, number>,
  specials: GgufSpecials,
): GgufStages {
  const model = createWorldModel(tokens, ids, specials.idOf("unknown"));
  return { stages: { model }, before: undefined, after: undefined };
}

function noUnknown(): FormatError {
  return new FormatError(
    "bad-header",
    "The GGUF vocabulary has no token for what is unknown: tokenizer.ggml.unknown_token_id is absent or names none",
  );
}

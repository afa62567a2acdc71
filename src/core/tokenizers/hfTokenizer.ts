import { FormatError } from "../errors.ts";
import { AddedTokenFinder, type AddedToken, readAddedTokens } from "./addedTokens.ts";
import { type AlignedText, alignedText, plainText, spanOf } from "./alignedText.ts";
import { FieldReader } from "./fieldReader.ts";
import { type LengthRule, readPadding, readTruncation } from "./fixedLength.ts";
import { maxTextLength } from "./limits.ts";
import { llamaSpecialTokens } from "./llamaSpecialTokens.ts";
import type { TokenizerModel } from "./models/model.ts";
import { readTokenizerModel } from "./models/readTokenizerModel.ts";
import type { PlacedToken } from "./placedToken.ts";
import { readNormalizer } from "./stages/normalizers.ts";
import { type PostProcessor, readPostProcessor } from "./stages/postProcessors.ts";
import { readPreTokenizer } from "./stages/preTokenizers.ts";
import type { Normalizer, PreTokenizer } from "./stages/stage.ts";
import type { Encoding, Tokenizer } from "./tokenizer.ts";

/**
 * A tokenizer as Hugging Face's `tokenizers` writes it (tokenizer.json), which gives the same ids, pieces and offsets
 * as that library, or is refused: never other ones. Truncation and padding are followed where the file has them.
 * @param json tokenizer.json
 * @param configJson tokenizer_config.json, for what only it says about special tokens.
 * @throws FormatError `bad-json`, `bad-header`, `unsupported` or `limit-exceeded`
 */
export function parseTokenizer(json: string, configJson: string | undefined): Tokenizer {
  const fields = new FieldReader(parseJson(json, "tokenizer.json"), "");
  const model = readTokenizerModel(fields.object("model"));
  const added = readAddedTokens(fields);
  const ids = new Map(model.vocabulary);
  for (const { content, id } of added) ids.set(content, id);
  const ofConfig =
    configJson === undefined
      ? undefined
      : llamaSpecialTokens(
          new FieldReader(parseJson(configJson, "tokenizer_config.json"), ""),
          (token) => ids.get(token),
        );
  const normalizer = readNormalizer(fields.optionalObject("normalizer"));
  const postProcessor = ofConfig ?? readPostProcessor(fields.optionalObject("post_processor"));
  return new StagedTokenizer(ids, {
    beforeNormalizer: new AddedTokenFinder(added.filter(isPlain), (text) => text),
    normalizer,
    afterNormalizer: new AddedTokenFinder(
      added.filter((token) => !isPlain(token)),
      normalizer,
    ),
    preTokenizer: readPreTokenizer(fields.optionalObject("pre_tokenizer")),
    model,
    truncate: readTruncation(fields.optionalObject("truncation"), postProcessor.adds),
    postProcessor,
    pad: readPadding(fields.optionalObject("padding")),
  });
}

/** In the order in which a text passes them. */
interface Stages {
  readonly beforeNormalizer: AddedTokenFinder;
  readonly normalizer: Normalizer;
  readonly afterNormalizer: AddedTokenFinder;
  readonly preTokenizer: PreTokenizer;
  readonly model: TokenizerModel;
  readonly truncate: LengthRule;
  readonly postProcessor: PostProcessor;
  readonly pad: LengthRule;
}

class StagedTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly #pieces: ReadonlyMap<number, string>;
  readonly #stages: Stages;

  constructor(ids: ReadonlyMap<string, number>, stages: Stages) {
    this.vocabSize = ids.size;
    this.#pieces = new Map(Array.from(ids, ([token, id]) => [id, token]));
    this.#stages = stages;
  }

  encode(text: string): Encoding {
    if (text.length > maxTextLength) {
      const message = `The text has ${text.length} characters; ${maxTextLength} are allowed at once.`;
      throw new FormatError("limit-exceeded", message);
    }
    const { truncate, postProcessor, pad } = this.#stages;
    const tokens = pad(postProcessor.process(truncate(this.#tokens(wellFormed(text)))));
    return {
      ids: tokens.map(({ id }) => id),
      tokens: tokens.map(({ token }) => token),
      offsets: tokens.map(({ span }) => span),
    };
  }

  piece(id: number): string | undefined {
    return this.#pieces.get(id);
  }

  #tokens(text: string): readonly PlacedToken[] {
    const { beforeNormalizer, normalizer, afterNormalizer } = this.#stages;
    return beforeNormalizer
      .split(alignedText(text))
      .flatMap((section) =>
        section.added === undefined ? afterNormalizer.split(normalizer(section.text)) : [section],
      )
      .flatMap((section) =>
        section.added === undefined
          ? this.#modelTokens(section.text)
          : [placeAdded(section.added, section.text)],
      );
  }

  #modelTokens(text: AlignedText): readonly PlacedToken[] {
    const { preTokenizer, model } = this.#stages;
    return preTokenizer(text).flatMap((part) =>
      model
        .tokenize(part)
        .map(({ id, token, from, to }) => ({ id, token, span: spanOf(part, from, to) })),
    );
  }
}

/** A lone half of a surrogate pair is no character; what stands for it everywhere stands for it here. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDFFF]/gu, "\uFFFD");
}

/** Found in the text as it was typed. */
function isPlain(token: AddedToken): boolean {
  return !token.normalized;
}

/** The library gives the text that was found, white space that the token took included. */
function placeAdded({ id }: AddedToken, text: AlignedText): PlacedToken {
  return { id, token: plainText(text), span: spanOf(text, 0, text.chars.length) };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 160) : "";
    throw new FormatError("bad-json", `${file} is not JSON: ${reason}`, { cause });
  }
}

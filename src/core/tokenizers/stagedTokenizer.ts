import { FormatError } from "../errors.ts";
import { type AlignedText, alignedText, plainText, spanOf } from "./alignedText.ts";
import type { LengthRule } from "./fixedLength.ts";
import { maxTextLength } from "./limits.ts";
import type { TokenizerModel } from "./models/model.ts";
import type { PlacedToken } from "./placedToken.ts";
import type { Section, SectionFinder } from "./section.ts";
import type { PostProcessor } from "./stages/postProcessors.ts";
import type { Normalizer, PreTokenizer } from "./stages/stage.ts";
import type { Encoding, Tokenizer } from "./tokenizer.ts";

/** What a text passes, in this order. */
export interface Stages {
  readonly beforeNormalizer: SectionFinder;
  readonly normalizer: Normalizer;
  readonly afterNormalizer: SectionFinder;
  readonly preTokenizer: PreTokenizer;
  readonly model: TokenizerModel;
  readonly truncate: LengthRule;
  readonly postProcessor: PostProcessor;
  readonly pad: LengthRule;
}

/** How ids are written. */
export interface Pieces {
  readonly vocabSize: number;
  piece(id: number): string | undefined;
}

/** Stages that leave a text or its tokens as they are. */
export const idleStages: Omit<Stages, "model"> = {
  beforeNormalizer: { split: (text) => [{ text, special: undefined }] },
  normalizer: (text) => text,
  afterNormalizer: { split: (text) => [{ text, special: undefined }] },
  preTokenizer: (text) => [text],
  truncate: (tokens) => tokens,
  postProcessor: { adds: 0, process: (tokens) => tokens },
  pad: (tokens) => tokens,
};

/** A tokenizer of any format, as its stages. */
export class StagedTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly #pieces: Pieces;
  readonly #stages: Stages;

  constructor(pieces: Pieces, stages: Stages) {
    this.vocabSize = pieces.vocabSize;
    this.#pieces = pieces;
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
    return this.#pieces.piece(id);
  }

  #tokens(text: string): readonly PlacedToken[] {
    const { beforeNormalizer, normalizer, afterNormalizer } = this.#stages;
    return beforeNormalizer
      .split(alignedText(text))
      .flatMap((section) =>
        section.special === undefined ? afterNormalizer.split(normalizer(section.text)) : [section],
      )
      .flatMap((section) => this.#sectionTokens(section));
  }

  #sectionTokens({ text, special }: Section): readonly PlacedToken[] {
    if (special !== undefined) {
      // The token's text is what was found, white space that the token took included.
      return [{ id: special, token: plainText(text), span: spanOf(text, 0, text.chars.length) }];
    }
    return this.#modelTokens(text);
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

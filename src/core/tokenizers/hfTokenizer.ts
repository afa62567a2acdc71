import { AddedTokenFinder, type AddedToken, readAddedTokens } from "./addedTokens.ts";
import { FieldReader } from "./fieldReader.ts";
import { readPadding, readTruncation } from "./fixedLength.ts";
import { llamaSpecialTokens } from "./llamaSpecialTokens.ts";
import { parseJsonText } from "./parseJsonText.ts";
import { readTokenizerModel } from "./models/readTokenizerModel.ts";
import { type Pieces, StagedTokenizer } from "./stagedTokenizer.ts";
import { readNormalizer } from "./stages/normalizers.ts";
import { readPostProcessor } from "./stages/postProcessors.ts";
import { readPreTokenizer } from "./stages/preTokenizers.ts";
import type { Tokenizer } from "./tokenizer.ts";

/**
 * A tokenizer as Hugging Face's `tokenizers` writes it (tokenizer.json), which gives the same ids, pieces and offsets
 * as that library, or is refused: never other ones. Truncation and padding are followed where the file has them.
 * @param json tokenizer.json
 * @param configJson tokenizer_config.json, for what only it says about special tokens.
 * @throws FormatError `bad-json`, `bad-header`, `unsupported` or `limit-exceeded`
 */
export function parseTokenizer(json: string, configJson: string | undefined): Tokenizer {
  return createHfTokenizer(new FieldReader(parseJsonText(json, "tokenizer.json"), ""), configJson);
}

/** The same of fields that were put together from other files. @throws FormatError as `parseTokenizer`. */
export function createHfTokenizer(fields: FieldReader, configJson: string | undefined): Tokenizer {
  const model = readTokenizerModel(fields.object("model"));
  const added = readAddedTokens(fields);
  const ids = new Map(model.vocabulary);
  for (const { content, id } of added) ids.set(content, id);
  const ofConfig =
    configJson === undefined
      ? undefined
      : llamaSpecialTokens(
          new FieldReader(parseJsonText(configJson, "tokenizer_config.json"), ""),
          (token) => ids.get(token),
        );
  const normalizer = readNormalizer(fields.optionalObject("normalizer"));
  const postProcessor = ofConfig ?? readPostProcessor(fields.optionalObject("post_processor"));
  return new StagedTokenizer(toPieces(ids), {
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

function toPieces(ids: ReadonlyMap<string, number>): Pieces {
  const pieces = new Map(Array.from(ids, ([token, id]) => [id, token]));
  return { vocabSize: ids.size, piece: (id) => pieces.get(id) };
}

/** Found in the text as it was typed. */
function isPlain(token: AddedToken): boolean {
  return !token.normalized;
}

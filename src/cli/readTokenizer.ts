import { readTokenizerSource } from "../core/tokenizers/folder/readTokenizerSource.ts";
import { parseTokenizerSource } from "../core/tokenizers/folder/tokenizerSource.ts";
import type { Tokenizer } from "../core/tokenizers/tokenizer.ts";
import type { ModelFolder } from "../core/workspace/modelFolder.ts";
import { nodeFiles } from "../node/nodeFiles.ts";

/**
 * The tokenizer of a folder, or of the file of it that was named.
 * @throws FormatError `not-found` where it has none, those of its parser.
 */
export async function readTokenizer(folder: ModelFolder): Promise<Tokenizer> {
  return parseTokenizerSource(await readTokenizerSource(nodeFiles, folder));
}

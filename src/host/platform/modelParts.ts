/** What a `ModelEntry` is read with: the parsers of folders and checkpoints, and the thread of a tokenizer. */
export { openHubTable } from "../../core/workspace/openHubTable.ts";
export { readTokenizerSource } from "../../core/tokenizers/folder/readTokenizerSource.ts";
export { readModelFolder } from "../../core/workspace/readModelFolder.ts";
export { TensorReader } from "../../core/workspace/tensorReader.ts";
export { TokenizerClient } from "./tokenizerClient.ts";
export { WordsClient } from "./wordsClient.ts";

/** What a `ModelEntry` is read with: the parsers of folders and checkpoints, and the thread of a tokenizer. */
export { openTensorTable } from "../../core/workspace/openTensorTable.ts";
export { readModelFolder } from "../../core/workspace/readModelFolder.ts";
export { TensorReader } from "../../core/workspace/tensorReader.ts";
export { TokenizerClient } from "./tokenizerClient.ts";

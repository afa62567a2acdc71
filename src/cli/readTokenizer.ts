import { joinPath } from "../core/bytes/files.ts";
import { decodeText } from "../core/bytes/decodeText.ts";
import { FormatError } from "../core/errors.ts";
import { parseTokenizer } from "../core/tokenizers/hfTokenizer.ts";
import type { Tokenizer } from "../core/tokenizers/tokenizer.ts";
import type { ModelFolder } from "../core/workspace/modelFolder.ts";
import { readWhole } from "../core/workspace/readWhole.ts";
import { nodeFiles } from "../node/nodeFiles.ts";

/** Vocabularies of 262,144 tokens with their merges take some 35 MB as JSON. */
const maxTokenizerBytes = 128 * 1024 * 1024;

/** The tokenizer of a folder. @throws FormatError `not-found` where it has none, those of its parser. */
export async function readTokenizer(folder: ModelFolder): Promise<Tokenizer> {
  const { tokenizer, tokenizerConfig } = folder.files;
  if (tokenizer === undefined) {
    throw new FormatError(
      "not-found",
      `${folder.path} has no tokenizer.json: give the prompt as ids with --tokens`,
    );
  }
  const json = await readText(folder, tokenizer);
  const config =
    tokenizerConfig === undefined ? undefined : await readText(folder, tokenizerConfig);
  return parseTokenizer(json, config);
}

async function readText(folder: ModelFolder, file: string): Promise<string> {
  const path = joinPath(folder.path, file);
  const bytes = await readWhole({ files: nodeFiles, path, file, limit: maxTokenizerBytes });
  return decodeText(bytes, file).value;
}

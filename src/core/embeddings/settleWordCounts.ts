import { joinPath, type Files } from "../bytes/files.ts";
import type { TensorInfo, TensorTable, WordsStorage } from "../formats/tensorTable.ts";
import type { Parsed } from "../problem.ts";
import { vectorsTensor } from "./embeddingTable.ts";
import { openEmbeddings } from "./openEmbeddings.ts";
import type { ReadingOptions } from "./staticEmbeddings.ts";

type Counted = WordsStorage["counted"];

/**
 * The table with the number of words that are really there, by going through each file whose number came from one of
 * `sources`: an estimate is no answer to a script, and an export of every row cannot believe a header either. A table
 * without such files comes back as it is.
 * @throws FormatError those of `Files` and of the format.
 */
export async function settleWordCounts(
  files: Files,
  folder: string,
  { value: table, problems }: Parsed<TensorTable>,
  { sources, ...options }: ReadingOptions & { readonly sources: readonly Counted[] },
): Promise<Parsed<TensorTable>> {
  const found = problems.filter(({ code }) => code !== "estimated-count");
  const tensors: TensorInfo[] = [];
  for (const tensor of table.tensors) {
    const { storage, file } = tensor;
    if (storage?.kind !== "words" || !sources.includes(storage.counted)) {
      tensors.push(tensor);
      continue;
    }
    const source = await files.open(joinPath(folder, file));
    try {
      const opened = await openEmbeddings(source, file, options.signal);
      const { value, problems: inFile } = await opened.readVocabulary(options);
      tensors.push(vectorsTensor(file, [value.count, value.dimensions], "found"));
      found.push(...inFile);
    } finally {
      await source.close();
    }
  }
  return { value: { ...table, tensors }, problems: found };
}

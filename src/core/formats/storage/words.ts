import type { ByteSource } from "../../bytes/byteSource.ts";
import { ConsecutiveRows } from "../../embeddings/consecutiveRows.ts";
import { openEmbeddings } from "../../embeddings/openEmbeddings.ts";
import type { StaticEmbeddings } from "../../embeddings/staticEmbeddings.ts";
import { FormatError } from "../../errors.ts";
import type { WordsStorage } from "../tensorTable.ts";
import type { StorageInput, StorageReader } from "./storageReader.ts";

/**
 * Vectors of words, which stand in their file between words of any length, as decimals, or as sums of subwords. The
 * first ask goes through the file and notes where each vector is; later ones read the rows they want.
 */
export const wordsStorage: StorageReader<WordsStorage> = {
  read: async ({ tensor, rows }, input, signal) => {
    const { embeddings, inOrder } = await vocabularyOf(tensor.file, input, signal);
    const wanted = rows ?? Array.from({ length: embeddings.count }, (_, row) => row);
    const values = await inOrder.vectors(wanted, signal);
    return { dtype: "F32", shape: [wanted.length, embeddings.dimensions], bytes: values.buffer };
  },
};

interface Vocabulary {
  readonly embeddings: StaticEmbeddings;
  readonly inOrder: ConsecutiveRows;
}

/** Vocabularies live as long as the reader of the model whose files they are places in. */
const vocabularies = new WeakMap<StorageInput, Map<string, Promise<Vocabulary>>>();

async function vocabularyOf(
  file: string,
  input: StorageInput,
  signal: AbortSignal | undefined,
): Promise<Vocabulary> {
  const known = vocabularies.get(input) ?? new Map<string, Promise<Vocabulary>>();
  vocabularies.set(input, known);
  for (;;) {
    const others = known.get(file);
    const reading = others ?? readVocabulary(file, input, signal);
    known.set(file, reading);
    try {
      return await reading;
    } catch (error) {
      // Cancelled or unreadable now; the next ask may have more luck.
      if (known.get(file) === reading) known.delete(file);
      // Whoever began it may have cancelled it, which is no reason for those who only waited.
      if (others === undefined || error instanceof FormatError) throw error;
      signal?.throwIfAborted();
    }
  }
}

async function readVocabulary(
  file: string,
  input: StorageInput,
  signal: AbortSignal | undefined,
): Promise<Vocabulary> {
  const byteLength = await input.size(file);
  const source: ByteSource = {
    byteLength,
    read: (offset, length, stop) => input.range(file, offset, length, stop),
  };
  const opened = await openEmbeddings(source, file, signal);
  const { value: embeddings } = await opened.readVocabulary({ signal });
  return { embeddings, inOrder: new ConsecutiveRows(embeddings) };
}

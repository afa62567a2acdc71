import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_LINE_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { refuseStandIn } from "../formats/standIns.ts";
import { openFastText } from "./fastText.ts";
import { recogniseEmbeddings } from "./recogniseEmbeddings.ts";
import type { EmbeddingsFile } from "./staticEmbeddings.ts";
import { openWord2VecBinary } from "./word2vecBinary.ts";
import { openWordVectorsText } from "./wordVectorsText.ts";

/**
 * Opens static embeddings by their header or first lines: at once, however large the file is. The source stays open
 * as long as vectors are read; whoever opened it closes it.
 * @throws FormatError `unsupported` for other files, and those of the format.
 */
export async function openEmbeddings(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<EmbeddingsFile> {
  const head = await readHead(source, signal);
  refuseStandIn(head.subarray(0, 64), file);
  const format = recogniseEmbeddings(head, file);
  switch (format) {
    case "fasttext":
      return openFastText(source, file, head);
    case "word2vec-binary":
      return openWord2VecBinary(source, file, head);
    case "word-vectors-text":
      return openWordVectorsText(source, file, head);
    case undefined:
      throw new FormatError(
        "unsupported",
        `${file} holds no word vectors that are known; word2vec, GloVe and fastText files are`,
        { offset: 0 },
      );
  }
}

/** The first lines; more only where the first line is longer than most files are. */
async function readHead(source: ByteSource, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const head = await source.read(0, Math.min(source.byteLength, HEAD_BYTES), signal);
  if (head.includes(0x0a) || source.byteLength <= HEAD_BYTES) return head;
  return source.read(0, Math.min(source.byteLength, EMBEDDING_LINE_LIMIT), signal);
}

/** Some twenty lines of 300 values. */
const HEAD_BYTES = 64 * 1024;

import { GGUF_NAME_BYTE_LIMIT, GGUF_RANK_LIMIT } from "../../bytes/limits.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import { scanText, type Scan } from "./scanMetadata.ts";

/** A tensor as the table of the file describes it. */
export interface GgufTensor {
  readonly name: string;
  /** Sizes in the file's order: the axis whose elements lie side by side first. */
  readonly ne: readonly bigint[];
  /** ggml's number of the type. */
  readonly typeId: number;
  /** From the start of the data. */
  readonly offset: bigint;
}

/** The next entry of the tensor table. @throws FormatError `truncated`, `bad-header`, `limit-exceeded`. */
export async function scanTensor(scan: Scan): Promise<GgufTensor> {
  const { cursor, file } = scan;
  const what = "the name of a tensor";
  const name = await scanText(scan, { what, limit: GGUF_NAME_BYTE_LIMIT });
  const entry = `the entry of tensor ${shownText(name)}`;
  if (cursor.lacks(4)) await cursor.load(4, entry);
  const rank = cursor.u32();
  if (rank > GGUF_RANK_LIMIT) {
    throw new FormatError(
      "bad-header",
      `${file}: ${entry} states ${rank} axes, ${GGUF_RANK_LIMIT} are allowed; what follows cannot be found`,
      { offset: cursor.offset - 4 },
    );
  }
  const rest = rank * 8 + 12;
  if (cursor.lacks(rest)) await cursor.load(rest, entry);
  const ne = Array.from({ length: rank }, () => cursor.u64());
  return { name, ne, typeId: cursor.u32(), offset: cursor.u64() };
}

/** Bytes that an entry takes at least: an empty name, no axes. */
export const LEAST_TENSOR_BYTES = 24;

import { contiguousRuns, type Run } from "../../bytes/contiguousRuns.ts";
import { BLOCKS_PIECE_BYTES } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";
import { elementCount } from "../dtype.ts";
import { blockTypes } from "../ggml/blockTypes.ts";
import { swapBlocks } from "../ggml/swapBlocks.ts";
import type { BlocksStorage, TensorInfo } from "../tensorTable.ts";
import type { StorageAsk, StorageInput, StorageReader } from "./storageReader.ts";
import { requireHeld } from "../../bytes/requireHeld.ts";

/**
 * Blocks of ggml as float32. Rows of the last axis are whole blocks, so rows of the first axis are read as such,
 * neighbours in one piece; of a tensor of one axis, which is one row, all is read and elements are picked.
 */
export const blocksStorage: StorageReader<BlocksStorage> = {
  read: async (ask, input, signal) => {
    const { tensor, rows } = ask;
    const [count = 1, ...rest] = tensor.shape;
    if (rows === undefined || rest.length === 0) {
      // What is one row to the file is one run of one "row" here.
      const all = { runs: [{ first: 0, at: 0, count: 1 }], width: elementCount(tensor.shape) };
      const values = await decodeRuns(ask, all, { input, signal });
      if (rows === undefined) return { dtype: "F32", shape: tensor.shape, bytes: values.buffer };
      const picked = Float32Array.from(rows, (row) => values[row] ?? NaN);
      return { dtype: "F32", shape: [rows.length], bytes: picked.buffer };
    }
    const runs = contiguousRuns(rows);
    const width = count === 0 ? 0 : elementCount(rest);
    const values = await decodeRuns(ask, { runs, width }, { input, signal });
    return { dtype: "F32", shape: [rows.length, ...rest], bytes: values.buffer };
  },
};

interface Rows {
  readonly runs: readonly Run[];
  /** Elements of one row. */
  readonly width: number;
}

interface From {
  readonly input: StorageInput;
  readonly signal: AbortSignal | undefined;
}

/** @throws FormatError `limit-exceeded`, `bad-shape` where a row is not whole blocks, and those of reading. */
async function decodeRuns(
  { tensor, storage }: StorageAsk<BlocksStorage>,
  { runs, width }: Rows,
  { input, signal }: From,
): Promise<Float32Array<ArrayBuffer>> {
  const format = blockTypes[storage.type];
  const { blockBytes, blockSize } = format;
  if (width % blockSize !== 0) {
    const message = `${tensor.name}: a row of ${width} values is not whole blocks of ${storage.type}, which have ${blockSize}`;
    throw new FormatError("bad-shape", message, { offset: tensor.offset });
  }
  await requirePresent(tensor, runs, input);
  const rowCount = runs.reduce((sum, run) => sum + run.count, 0);
  const values = new Float32Array(requireHeld(tensor.name, rowCount * width * 4) / 4);
  const most = Math.floor(BLOCKS_PIECE_BYTES / blockBytes);
  const perRow = width / blockSize;
  for (const run of runs) {
    const total = run.count * perRow;
    for (let done = 0; done < total; done += most) {
      const length = Math.min(most, total - done) * blockBytes;
      const offset = tensor.offset + (run.first * perRow + done) * blockBytes;
      const bytes = await input.range(tensor.file, offset, length, signal);
      if (storage.byteOrder === "big") swapBlocks(storage.type, bytes);
      const at = run.at * width + done * blockSize;
      format.decode(bytes, values.subarray(at, at + (length / blockBytes) * blockSize));
    }
  }
  return values;
}

/** Values take up to thirty times what blocks do, so that nobody makes room for a tensor that is not there. */
async function requirePresent(
  { name, file, offset, byteLength }: TensorInfo,
  runs: readonly Run[],
  input: StorageInput,
): Promise<void> {
  const size = await input.size(file);
  if (runs.length === 0 || offset + byteLength <= size) return;
  throw new FormatError(
    "read-past-end",
    `${name}: ${byteLength} bytes were to stand at ${offset}, ${file} has ${size}; is the download complete?`,
    { offset: size },
  );
}

import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_DIMENSION_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import type { MatrixRows } from "./matrixRows.ts";

/** Where a quantised matrix of fastText is, and for messages. */
export interface QuantisedPlace {
  readonly source: ByteSource;
  readonly file: string;
  /** Offset of what follows the flag of the matrix. */
  readonly offset: number;
  readonly signal: AbortSignal | undefined;
}

export interface QuantisedMatrix extends MatrixRows {
  /** First byte behind it. */
  readonly end: number;
}

/**
 * A product-quantised matrix (Jégou, Douze and Schmid 2011; Joulin et al. 2016, FastText.zip): the columns are cut into
 * parts, and a row has for each part the number of one of 256 centroids; with norms, the row is then multiplied by one
 * of 256 lengths.
 *
 * | what | type |
 * |---|---|
 * | whether rows have norms; rows and columns; bytes of codes | bool, int64 × 2, int32 |
 * | codes, row by row | uint8 [rows, parts] |
 * | quantiser: columns, parts, width of a part and of the last; centroids | int32 × 4, float32 [256 · columns] |
 * | with norms: their codes, and a quantiser of one column | uint8 [rows], as above |
 *
 * Source: fastText 0.9.2, quantmatrix.cc (save, addRowToVector) and productquantizer.cc (save, addcode).
 * @throws FormatError `truncated`, `bad-shape`.
 */
export async function readQuantisedMatrix(place: QuantisedPlace): Promise<QuantisedMatrix> {
  const { source, offset } = place;
  const head = await readView(place, offset, MATRIX_HEAD);
  const hasNorms = head.getUint8(0) !== 0;
  const rows = Number(head.getBigInt64(1, true));
  const columns = Number(head.getBigInt64(9, true));
  const codeBytes = head.getInt32(17, true);
  if (rows < 1 || columns < 1 || columns > EMBEDDING_DIMENSION_LIMIT || codeBytes < rows) {
    refuse(place, `[${rows}, ${columns}] with ${codeBytes} bytes of codes`);
  }
  const codes = offset + MATRIX_HEAD;
  const quantiser = await readQuantiser(place, codes + codeBytes);
  const { parts } = quantiser;
  if (quantiser.columns !== columns || codeBytes !== rows * parts) {
    refuse(place, `[${rows}, ${columns}] in ${parts} parts with ${codeBytes} bytes of codes`);
  }
  const norms = hasNorms ? await readNorms(place, quantiser.end, rows) : undefined;
  return {
    rows,
    columns,
    end: norms?.end ?? quantiser.end,
    read: async (first, count, signal) => {
      const bytes = await source.read(codes + first * parts, count * parts, signal);
      const lengths = await norms?.read(first, count, signal);
      return decodeRows(bytes, quantiser, lengths, count);
    },
  };
}

const MATRIX_HEAD = 21;
const QUANTISER_HEAD = 16;
/** A code is one byte. */
const CENTROIDS = 256;

interface Quantiser {
  readonly columns: number;
  readonly parts: number;
  /** Columns of a part; the last part has the rest. */
  readonly width: number;
  /** Of part p, centroid c begins at (256 · p · width) + c · (width of part p). */
  readonly centroids: Float32Array;
  readonly end: number;
}

async function readQuantiser(place: QuantisedPlace, offset: number): Promise<Quantiser> {
  const head = await readView(place, offset, QUANTISER_HEAD);
  const [columns, parts, width, last] = [0, 4, 8, 12].map((at) => head.getInt32(at, true)) as [
    number,
    number,
    number,
    number,
  ];
  const isSound =
    columns >= 1 &&
    columns <= EMBEDDING_DIMENSION_LIMIT &&
    parts === Math.ceil(columns / width) &&
    last === columns - (parts - 1) * width;
  if (width < 1 || !isSound) {
    refuse(
      place,
      `quantised as ${columns} columns in ${parts} parts of ${width}, the last of ${last}`,
    );
  }
  const length = CENTROIDS * columns * 4;
  const view = await readView(place, offset + QUANTISER_HEAD, length);
  const centroids = new Float32Array(view.buffer, 0, CENTROIDS * columns);
  return { columns, parts, width, centroids, end: offset + QUANTISER_HEAD + length };
}

interface Norms {
  readonly end: number;
  read(first: number, count: number, signal: AbortSignal | undefined): Promise<Float32Array>;
}

async function readNorms(place: QuantisedPlace, offset: number, rows: number): Promise<Norms> {
  const quantiser = await readQuantiser(place, offset + rows);
  if (quantiser.columns !== 1) refuse(place, `given norms of ${quantiser.columns} columns`);
  return {
    end: quantiser.end,
    read: async (first, count, signal) => {
      const codes = await place.source.read(offset + first, count, signal);
      return Float32Array.from(codes, (code) => quantiser.centroids[code] ?? 0);
    },
  };
}

function decodeRows(
  codes: Uint8Array,
  { columns, parts, width, centroids }: Quantiser,
  lengths: Float32Array | undefined,
  count: number,
): Float32Array {
  const values = new Float32Array(count * columns);
  for (let row = 0; row < count; row++) {
    const length = lengths?.[row] ?? 1;
    for (let part = 0; part < parts; part++) {
      const code = codes[row * parts + part] ?? 0;
      const wide = Math.min(width, columns - part * width);
      const from = CENTROIDS * part * width + code * wide;
      const to = row * columns + part * width;
      for (let k = 0; k < wide; k++) values[to + k] = length * (centroids[from + k] ?? 0);
    }
  }
  return values;
}

/** Bytes of the file once it is known to have them. */
async function readView(
  { source, file, signal }: QuantisedPlace,
  offset: number,
  length: number,
): Promise<DataView> {
  if (offset + length > source.byteLength) {
    throw new FormatError(
      "truncated",
      `${file} ends inside its quantised matrix, which needs ${length} bytes from ${offset}`,
      { offset: source.byteLength },
    );
  }
  return new DataView((await source.read(offset, length, signal)).buffer);
}

function refuse({ file, offset }: QuantisedPlace, found: string): never {
  throw new FormatError("bad-shape", `${file}: its quantised matrix is said to be ${found}`, {
    offset,
  });
}

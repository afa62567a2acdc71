import type { TensorInfo } from "../formats/tensorTable.ts";
import { elementTexts } from "./elementTexts.ts";
import { slicePieces } from "./slicePieces.ts";
import type { ElementSource, Watch } from "./tensorPieces.ts";
import type { TensorSlice } from "./tensorPlane.ts";

/**
 * A part of a tensor as CSV (RFC 4180, CRLF), piece by piece: a line a row, the row's index first. Every number is
 * the shortest decimal that is this value and no other of its type.
 * @throws FormatError `bad-shape` for a part that is not inside, and those of reading.
 */
export async function* csvPieces(
  source: ElementSource,
  { tensor, slice }: { readonly tensor: TensorInfo; readonly slice: TensorSlice },
  { signal, progress }: Watch = {},
): AsyncGenerator<string> {
  const [from, to] = slice.cols;
  const width = to - from;
  const total = width * (slice.rows[1] - slice.rows[0]);
  yield `${["row", ...Array.from({ length: width }, (_, i) => from + i)].join(",")}\r\n`;
  let done = 0;
  for await (const piece of slicePieces(source, { tensor, slice }, signal)) {
    const cells = elementTexts(piece).map((text) => {
      const col = done++ % width;
      const start = col === 0 ? `${slice.rows[0] + Math.floor((done - 1) / width)},` : "";
      return `${start}${text}${col === width - 1 ? "\r\n" : ","}`;
    });
    yield cells.join("");
    progress?.(done, total);
  }
}

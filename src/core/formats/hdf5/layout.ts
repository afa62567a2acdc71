import { TENSOR_RANK_LIMIT } from "../../bytes/limits.ts";
import type { ChunkedStorage } from "../tensorTable.ts";
import type { Cursor } from "./cursor.ts";

/** Where a dataset's elements lie; `offset` is `undefined` where none were ever written. */
export type Layout =
  | { readonly kind: "plain"; readonly offset: number | undefined }
  | {
      readonly kind: "chunked";
      readonly offset: number | undefined;
      readonly chunk: readonly number[];
      readonly index: ChunkedStorage["index"];
    };

/**
 * A layout message of version 3 or 4 (HDF5 1.6 and newer): compact (the elements stand in the message itself),
 * contiguous, or chunked.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.i.
 * @throws FormatError `unsupported` for versions 1 and 2, virtual datasets, and indices of the newest kinds.
 */
export function parseLayout(body: Cursor): Layout {
  const version = body.u8();
  if (version !== 3 && version !== 4) {
    body.refuse(`layout message of version ${version}, versions 3 and 4 are known`);
  }
  const kind = body.u8();
  if (kind === COMPACT) {
    body.skip(2);
    return { kind: "plain", offset: body.offset };
  }
  if (kind === CONTIGUOUS) return { kind: "plain", offset: body.address() };
  if (kind !== CHUNKED) body.refuse(`layout of class ${kind}, 0 to 2 are known`);
  return version === 3 ? parseChunkedV3(body) : parseChunkedV4(body);
}

const COMPACT = 0;
const CONTIGUOUS = 1;
const CHUNKED = 2;

/** One more axis than the dataset: the last is the size of an element. */
function parseChunkedV3(body: Cursor): Layout {
  const rank = checkedRank(body, body.u8());
  const offset = body.address();
  const chunk = Array.from({ length: rank }, () => body.u32()).slice(0, -1);
  const { widths } = body;
  return { kind: "chunked", offset, chunk, index: { kind: "tree", address: offset ?? 0, widths } };
}

function parseChunkedV4(body: Cursor): Layout {
  const flags = body.u8();
  const rank = checkedRank(body, body.u8());
  const width = body.u8();
  if (width > 8) body.refuse(`chunk sizes of ${width} bytes, 8 are allowed`, "bad-value");
  const axes = Array.from({ length: rank }, () => body.unsigned(width) ?? Infinity);
  const chunk = axes.slice(0, -1);
  const indexKind = body.u8();
  if (indexKind === SINGLE) {
    const isFiltered = (flags & 2) !== 0;
    const byteLength = isFiltered ? body.length() : undefined;
    const mask = isFiltered ? body.u32() : 0;
    const offset = body.address();
    const place = { kind: "single", address: offset ?? 0, mask } as const;
    const index = byteLength === undefined ? place : { ...place, byteLength };
    return { kind: "chunked", offset, chunk, index };
  }
  if (indexKind === IMPLICIT) {
    const offset = body.address();
    return { kind: "chunked", offset, chunk, index: { kind: "implicit", address: offset ?? 0 } };
  }
  return body.refuse(
    `chunks indexed by ${indexNames.get(indexKind) ?? `kind ${indexKind}`}, which is not readable in this version`,
  );
}

const SINGLE = 1;
const IMPLICIT = 2;
const indexNames: ReadonlyMap<number, string> = new Map([
  [3, "a fixed array"],
  [4, "an extensible array"],
  [5, "a B-tree of version 2"],
]);

function checkedRank(body: Cursor, rank: number): number {
  if (rank >= 2 && rank <= TENSOR_RANK_LIMIT + 1) return rank;
  return body.refuse(`chunks of ${rank - 1} axes`, "bad-value");
}

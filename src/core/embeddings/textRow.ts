import { decimalFloat } from "./decimalFloat.ts";

/** Where the parts of one line are, as places in the bytes it was read from. */
export interface TextRow {
  /** Fields between spaces, the word among them. */
  fields: number;
  wordFrom: number;
  wordTo: number;
  vectorFrom: number;
  vectorTo: number;
  /** Whether the vector has characters that plain decimals do not have; worth a closer look then. */
  hasOddCharacters: boolean;
}

export function emptyRow(): TextRow {
  return {
    fields: 0,
    wordFrom: 0,
    wordTo: 0,
    vectorFrom: 0,
    vectorTo: 0,
    hasOddCharacters: false,
  };
}

/**
 * Splits a line at spaces into a word and the last `dimensions` fields, as GloVe's own reader does, since its words
 * may hold spaces and numbers. Spaces and a carriage return at the end do not count. The row is written into `row`,
 * which millions of lines share.
 */
export function splitRow(
  bytes: Uint8Array,
  line: { readonly from: number; readonly to: number },
  dimensions: number,
  row: TextRow,
): void {
  let from = line.from;
  let to = line.to;
  while (to > from && isBlank(bytes[to - 1])) to--;
  while (from < to && bytes[from] === SPACE) from++;
  row.fields = to > from ? 1 : 0;
  row.wordFrom = from;
  row.vectorTo = to;
  const space = bytes.subarray(0, to).indexOf(SPACE, from);
  row.wordTo = space < 0 ? to : space;
  row.vectorFrom = row.wordTo;
  row.hasOddCharacters = false;
  if (space < 0) return;
  countFields(bytes, row);
  if (row.fields > dimensions + 1) moveWordEnd(bytes, dimensions, row);
}

/**
 * Counts the fields behind the first. The loop that a file of gigabytes spends its time in has no branch: it counts
 * spaces, which are as many as fields where each is single, and only a line with two in a row is looked at again.
 */
function countFields(bytes: Uint8Array, row: TextRow): void {
  const to = row.vectorTo;
  let spaces = 0;
  let odd = 0;
  let twice = 0;
  let before = 0;
  for (let at = row.wordTo; at < to; at++) {
    const kind = KINDS[bytes[at] ?? 0] ?? ODD;
    spaces += kind & BLANK;
    odd |= kind;
    twice |= kind & before;
    before = kind;
  }
  row.hasOddCharacters = (odd & ODD) !== 0;
  row.fields = 1 + ((twice & BLANK) === 0 ? spaces : runsOfSpaces(bytes, row.wordTo, to));
  while (bytes[row.vectorFrom] === SPACE) row.vectorFrom++;
}

function runsOfSpaces(bytes: Uint8Array, from: number, to: number): number {
  let runs = 0;
  for (let at = from; at < to; at++) {
    if (bytes[at] === SPACE && bytes[at + 1] !== SPACE) runs++;
  }
  return runs;
}

/**
 * float32 values of the fields, NaN for those that are no numbers.
 * @returns how many fields were no numbers
 */
export function parseFields(
  bytes: Uint8Array,
  span: { readonly from: number; readonly to: number },
  into: Float32Array,
): number {
  let wrong = 0;
  let at = span.from;
  for (let i = 0; i < into.length; i++) {
    while (at < span.to && bytes[at] === SPACE) at++;
    const begin = at;
    while (at < span.to && bytes[at] !== SPACE) at++;
    const value = decimalFloat(bytes, begin, at);
    if (value === undefined) wrong++;
    into[i] = value ?? NaN;
  }
  return wrong;
}

const SPACE = 0x20;
const BLANK = 1;
const ODD = 2;

/** 0 for what a decimal is made of. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === SPACE) return BLANK;
  return /[0-9.eE+-]/.test(String.fromCharCode(byte)) ? 0 : ODD;
});

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === 0x0d;
}

/** The word of a line with too many fields reaches up to the last `dimensions` of them. */
function moveWordEnd(bytes: Uint8Array, dimensions: number, row: TextRow): void {
  let at = row.vectorTo;
  for (let field = 0; field < dimensions; field++) {
    while (bytes[at - 1] === SPACE) at--;
    while (bytes[at - 1] !== SPACE) at--;
  }
  row.vectorFrom = at;
  row.wordTo = at - 1;
}

import type { Parsed, Problem } from "../problem.ts";

/**
 * Bytes of a text file as text without its byte-order mark, so that offsets agree with an editor's.
 * UTF-8 is what every format here asks for; what else is met is read as far as it can be and said.
 */
export function decodeText(bytes: Uint8Array, file: string): Parsed<string> {
  const mark = marks.find((candidate) => candidate.bytes.every((byte, i) => bytes[i] === byte));
  const encoding = mark?.encoding ?? "utf-8";
  const body = mark === undefined ? bytes : bytes.subarray(mark.bytes.length);
  const problems: Problem[] = mark === undefined ? [] : [markProblem(mark, file)];
  const text = decodeStrictly(body, encoding);
  if (text !== undefined) return { value: text, problems };
  problems.push({
    code: "bad-encoding",
    severity: "warning",
    message: `has bytes that are not ${encoding.toUpperCase()}; they are shown as U+FFFD`,
    file,
  });
  return { value: new TextDecoder(encoding, { ignoreBOM: true }).decode(body), problems };
}

/** `undefined` where the bytes are not in this encoding. */
export function decodeStrictly(bytes: Uint8Array, encoding = "utf-8"): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

interface Mark {
  readonly encoding: string;
  readonly bytes: readonly number[];
}

const marks: readonly Mark[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];

function markProblem(mark: Mark, file: string): Problem {
  const name = mark.encoding.toUpperCase();
  const consequence =
    mark.encoding === "utf-8"
      ? "Python's JSON reader refuses the file"
      : "readers that expect UTF-8 refuse the file";
  return {
    code: "byte-order-mark",
    severity: "warning",
    message: `begins with the byte-order mark of ${name}; ${consequence}`,
    file,
    offset: 0,
  };
}

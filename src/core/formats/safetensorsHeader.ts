import { TENSOR_COUNT_LIMIT, TENSOR_RANK_LIMIT } from "../bytes/limits.ts";
import type { ProblemList } from "../bytes/problemList.ts";
import { shownText } from "../bytes/shownText.ts";
import { FormatError } from "../errors.ts";
import { HeaderReader } from "./headerReader.ts";

/** One entry of a header as written, its fields checked by kind and by nothing else. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtypeName: string;
  readonly shape: readonly number[];
  /** First byte and the byte after the last, from the start of the data. */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order of the header; names are unique. */
  readonly entries: readonly HeaderEntry[];
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * The JSON header of a safetensors file, token by token: no tree is built, so that a header at the limit of
 * 100 MB costs little more than its text, and nothing recurses. Entries whose fields are of a wrong kind become
 * problems and are left out. Of two entries with one name the last counts.
 * @throws FormatError `bad-json`, `bad-header`, `limit-exceeded`.
 */
export function parseSafetensorsHeader(text: string, problems: ProblemList): SafetensorsHeader {
  const reader = new HeaderReader(text);
  const entries = new Map<string, HeaderEntry>();
  let metadata: ReadonlyMap<string, string> = new Map();
  const seen = new Set<string>();
  if (reader.peek() !== "{") {
    throw new FormatError("bad-header", "the header is not a JSON object", {
      offset: reader.byteOffset,
    });
  }
  reader.eachMember((name) => {
    if (seen.has(name)) duplicate(name, problems);
    seen.add(name);
    if (seen.size > TENSOR_COUNT_LIMIT) {
      throw new FormatError(
        "limit-exceeded",
        `the header has more than ${TENSOR_COUNT_LIMIT} entries`,
        { offset: reader.byteOffset },
      );
    }
    if (name === "__metadata__") {
      metadata = readMetadata(reader, problems);
      return;
    }
    const entry = readEntry(name, reader, problems);
    entries.delete(name);
    if (entry !== undefined) entries.set(name, entry);
  });
  reader.expectEnd();
  return { entries: [...entries.values()], metadata };
}

function duplicate(name: string, problems: ProblemList): void {
  problems.add(
    "duplicate-key",
    "error",
    `has the entry ${shownText(name)} twice in its header; the last one is shown`,
    { key: name },
  );
}

function readMetadata(reader: HeaderReader, problems: ProblemList): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  const wrong = (what: string, key: string): void =>
    problems.add("bad-metadata", "warning", `has ${what} in __metadata__, which holds texts only`, {
      key,
    });
  if (reader.peek() !== "{") {
    wrong("no object", "__metadata__");
    reader.skipValue();
    return metadata;
  }
  reader.eachMember((key) => {
    const value = reader.readString();
    if (value === undefined) wrong(`no text under ${shownText(key)}`, key);
    else metadata.set(key, value);
  });
  return metadata;
}

function readEntry(
  name: string,
  reader: HeaderReader,
  problems: ProblemList,
): HeaderEntry | undefined {
  if (reader.peek() !== "{") reader.skipValue();
  else {
    const fields = readFields(name, reader, problems);
    const { dtypeName, shape, offsets } = fields;
    const [begin, end, ...more] = offsets ?? [];
    const isWhole = begin !== undefined && end !== undefined && more.length === 0;
    if (dtypeName !== undefined && shape !== undefined && isWhole) {
      return { name, dtypeName, shape, begin, end };
    }
  }
  problems.add(
    "bad-entry",
    "error",
    `${shownText(name)}: its entry is not {dtype: text, shape: whole numbers, data_offsets: two whole numbers}; it is left out`,
    { key: name },
  );
  return undefined;
}

interface Fields {
  dtypeName?: string | undefined;
  shape?: readonly number[] | undefined;
  offsets?: readonly number[] | undefined;
}

function readFields(name: string, reader: HeaderReader, problems: ProblemList): Fields {
  const fields: Fields = {};
  reader.eachMember((field) => {
    if (field === "dtype") fields.dtypeName = reader.readString();
    else if (field === "shape") fields.shape = reader.readWholeNumbers(TENSOR_RANK_LIMIT);
    else if (field === "data_offsets") fields.offsets = reader.readWholeNumbers(TENSOR_RANK_LIMIT);
    else {
      reader.skipValue();
      problems.add(
        "unknown-field",
        "warning",
        `${shownText(name)}: its entry has the field ${shownText(field)}; the format has dtype, shape and data_offsets only`,
        { key: name },
      );
    }
  });
  return fields;
}

import type { ByteSource } from "../../bytes/byteSource.ts";
import { GGUF_VALUE_BYTE_LIMIT } from "../../bytes/limits.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { ByteOrder } from "./byteCursor.ts";
import {
  itemsOf,
  numbersOf,
  textOf,
  type GgufScalar,
  type GgufValue,
  type ValueBytes,
} from "./ggufValue.ts";
import type { GgufEntry } from "./scanMetadata.ts";
import { textsOf } from "./ggufTexts.ts";
import { isScalarType } from "./valueTypes.ts";

/** Where long values are read from when they are asked for. */
export interface MetadataPlace {
  readonly source: ByteSource;
  readonly file: string;
  readonly byteOrder: ByteOrder;
}

/**
 * Metadata of a GGUF file. Keys, kinds, numbers and short texts are in memory; arrays and long texts are read from
 * the source when they are asked for and not kept, so the source has to be open then.
 */
export class GgufMetadata {
  /** In file order; keys are unique. */
  readonly entries: readonly GgufEntry[];
  readonly #byKey: ReadonlyMap<string, GgufEntry>;
  readonly #place: MetadataPlace;

  constructor(entries: readonly GgufEntry[], place: MetadataPlace) {
    this.entries = entries;
    this.#byKey = new Map(entries.map((entry) => [entry.key, entry]));
    this.#place = place;
  }

  entry(key: string): GgufEntry | undefined {
    return this.#byKey.get(key);
  }

  /** A number, truth value or short text; `undefined` for arrays, long texts and keys that the file does not have. */
  get(key: string): GgufScalar | string | undefined {
    return this.#byKey.get(key)?.value;
  }

  /** A text of any length; `undefined` where the key is not there or holds no text. @throws FormatError `limit-exceeded`. */
  async text(key: string, signal?: AbortSignal): Promise<string | undefined> {
    const entry = this.#byKey.get(key);
    if (entry?.type !== "STRING") return undefined;
    if (typeof entry.value === "string") return entry.value;
    const { view } = await this.#read(entry, signal);
    return textOf(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }

  /** Texts of an array; `undefined` where the key is not there or holds no texts. @throws FormatError `limit-exceeded`. */
  async strings(key: string, signal?: AbortSignal): Promise<readonly string[] | undefined> {
    const entry = this.#byKey.get(key);
    if (entry?.items?.type !== "STRING") return undefined;
    return textsOf(await this.#read(entry, signal), entry.items.count);
  }

  /**
   * Numbers or truth values of an array as doubles (`value` gives those of 64 bits exactly); `undefined` where the key
   * is not there or holds none. @throws FormatError `limit-exceeded`.
   */
  async numbers(key: string, signal?: AbortSignal): Promise<Float64Array | undefined> {
    const entry = this.#byKey.get(key);
    if (entry?.items === undefined || !isScalarType(entry.items.type)) return undefined;
    const { type, count } = entry.items;
    return numbersOf(await this.#read(entry, signal), type, count);
  }

  /** The value of any kind, exactly; `undefined` where the key is not there. @throws FormatError `limit-exceeded`. */
  async value(key: string, signal?: AbortSignal): Promise<GgufValue | undefined> {
    const entry = this.#byKey.get(key);
    if (entry?.items === undefined) return entry?.value ?? this.text(key, signal);
    return itemsOf(await this.#read(entry, signal), entry.items.type, entry.items.count);
  }

  async #read(
    { key, offset, byteLength }: GgufEntry,
    signal: AbortSignal | undefined,
  ): Promise<ValueBytes> {
    const { source, file, byteOrder } = this.#place;
    if (byteLength > GGUF_VALUE_BYTE_LIMIT) {
      const message = `${file}: ${shownText(key)} has ${byteLength} bytes, ${GGUF_VALUE_BYTE_LIMIT} are read of one value`;
      throw new FormatError("limit-exceeded", message, { offset });
    }
    const bytes = await source.read(offset, byteLength, signal);
    signal?.throwIfAborted();
    return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), byteOrder };
  }
}

import { INFLATED_KEPT_BYTES } from "../../bytes/limits.ts";
import { InflateCursor, type DeflatedSource } from "../zip/inflateCursor.ts";
import type { StorageInput } from "./storageReader.ts";

/** The members of one open model: what is kept of them goes with it. */
export function membersOf(input: StorageInput): InflatedMembers {
  const known = members.get(input);
  if (known !== undefined) return known;
  const made = new InflatedMembers();
  members.set(input, made);
  return made;
}

const members = new WeakMap<StorageInput, InflatedMembers>();

/**
 * The deflated members of one model's files as its reads need them: the last small one is kept inflated, the last
 * large one is kept where its reading stands, so that reading on does not begin anew.
 */
class InflatedMembers {
  #whole: { readonly key: string; readonly bytes: Promise<Uint8Array> } | undefined;
  #resting: { readonly key: string; readonly cursor: InflateCursor } | undefined;

  /** @throws FormatError those of `InflateCursor.read`. */
  async read(
    key: string,
    source: DeflatedSource,
    { offset, length }: { readonly offset: number; readonly length: number },
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (source.inflatedLength <= INFLATED_KEPT_BYTES && offset + length <= source.inflatedLength) {
      return (await this.#inflated(key, source)).slice(offset, offset + length);
    }
    const cursor = this.#takeCursor(key, offset) ?? new InflateCursor(source);
    const bytes = await cursor.read(offset, length);
    this.#resting = { key, cursor };
    return bytes;
  }

  async #inflated(key: string, source: DeflatedSource): Promise<Uint8Array> {
    if (this.#whole?.key === key) {
      // What another read had begun and was cancelled in is begun again.
      const kept = await this.#whole.bytes.catch(() => undefined);
      if (kept !== undefined) return kept;
    }
    const entry = { key, bytes: new InflateCursor(source).read(0, source.inflatedLength) };
    this.#whole = entry;
    try {
      return await entry.bytes;
    } catch (error) {
      if (this.#whole === entry) this.#whole = undefined;
      throw error;
    }
  }

  /** The cursor is taken out while it is used: another read of the member meanwhile begins its own. */
  #takeCursor(key: string, offset: number): InflateCursor | undefined {
    const resting = this.#resting;
    if (resting?.key !== key || resting.cursor.position > offset) return undefined;
    this.#resting = undefined;
    return resting.cursor;
  }
}

import { FormatError } from "../core/errors.ts";
import type { TensorInfo } from "../core/formats/tensorTable.ts";
import { decodeFinite } from "./decodeTensor.ts";
import { maxCachedRowBytes } from "./limits.ts";
import type { WeightReader } from "./weights.ts";

/**
 * Rows of the embedding by token id, in main memory: a changed prompt asks only for tokens that are new.
 */
export class EmbeddingRows {
  readonly #reader: WeightReader;
  readonly #table: TensorInfo;
  readonly #rows = new Map<number, Float32Array>();

  constructor(reader: WeightReader, table: TensorInfo) {
    this.#reader = reader;
    this.#table = table;
  }

  /** [ids, width], row-major. @throws FormatError of the reader, `bad-shape`, `bad-value`. */
  async read(ids: readonly number[], signal: AbortSignal): Promise<Float32Array<ArrayBuffer>> {
    const width = this.#table.shape[1] ?? 0;
    const missing = [...new Set(ids)].filter((id) => !this.#rows.has(id));
    if (missing.length > 0) await this.#fetch(missing, width, signal);
    const values = new Float32Array(ids.length * width);
    ids.forEach((id, position) => values.set(this.#row(id), position * width));
    this.#forget(new Set(ids), width);
    return values;
  }

  async #fetch(ids: readonly number[], width: number, signal: AbortSignal): Promise<void> {
    const { name } = this.#table;
    const raw = await this.#reader.readRows(name, ids, signal);
    signal.throwIfAborted();
    if (raw.shape[0] !== ids.length || raw.shape[1] !== width) {
      throw new FormatError(
        "bad-shape",
        `rows of ${name} came as [${raw.shape.join(", ")}], asked for were [${ids.length}, ${width}]`,
      );
    }
    const values = decodeFinite(raw, `the rows of ${name} for tokens ${listed(ids)}`);
    ids.forEach((id, i) => this.#rows.set(id, values.slice(i * width, (i + 1) * width)));
  }

  #row(id: number): Float32Array {
    const row = this.#rows.get(id);
    if (row === undefined) throw new Error(`row ${id} was not read`);
    return row;
  }

  /** The oldest rows leave first; those of the prompt stay in any case. */
  #forget(kept: ReadonlySet<number>, width: number): void {
    for (const id of this.#rows.keys()) {
      if (this.#rows.size * width * 4 <= maxCachedRowBytes) return;
      if (!kept.has(id)) this.#rows.delete(id);
    }
  }
}

function listed(ids: readonly number[]): string {
  const shown = ids.slice(0, 8).join(", ");
  return ids.length > 8 ? `${shown} …` : shown;
}

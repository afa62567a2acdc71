import type { Tensor } from "@tensorflow/tfjs-core";
import { elementCount } from "../core/formats/dtype.ts";
import type { TensorInfo } from "../core/formats/tensorTable.ts";
import type { Kernels } from "./kernels.ts";
import type { WeightReader } from "./weights.ts";

/**
 * Decoded weights on the device, up to a number of bytes. What is asked for together stays together:
 * the tensors of the running layer are never the ones that leave, even where they alone are too many.
 */
export class WeightCache {
  readonly #reader: WeightReader;
  readonly #kernels: Kernels;
  readonly #maxBytes: number;
  /** In order of last use, oldest first. */
  readonly #held = new Map<string, Tensor>();

  constructor(reader: WeightReader, kernels: Kernels, maxBytes: number) {
    this.#reader = reader;
    this.#kernels = kernels;
    this.#maxBytes = maxBytes;
  }

  /** float32 bytes on the device. */
  get heldBytes(): number {
    return [...this.#held.values()].reduce((sum, tensor) => sum + tensor.size * 4, 0);
  }

  /**
   * Makes sure that these tensors are on the device; `tensor` then gives them until the next call.
   * @throws FormatError of the reader, and `bad-value` for weights that are not finite.
   */
  async load(infos: readonly TensorInfo[], signal: AbortSignal): Promise<void> {
    const wanted = infos.filter(({ name }) => !this.#held.has(name));
    // All bytes first: nothing is decoded, hence nothing can leak, before every answer is here.
    const raws = await Promise.all(wanted.map(({ name }) => this.#reader.readTensor(name, signal)));
    signal.throwIfAborted();
    const names = new Set(infos.map(({ name }) => name));
    this.#makeRoom(
      wanted.reduce((sum, { shape }) => sum + elementCount(shape) * 4, 0),
      names,
    );
    for (const [i, raw] of raws.entries()) {
      const name = wanted[i]?.name ?? "";
      if (!this.#held.has(name)) this.#held.set(name, this.#kernels.decode(raw, name));
    }
    for (const name of names) this.#touch(name);
  }

  /** A tensor that the last `load` asked for; the cache keeps owning it. */
  tensor({ name }: TensorInfo): Tensor {
    const tensor = this.#held.get(name);
    if (tensor === undefined) throw new Error(`${name} was not loaded`);
    return tensor;
  }

  dispose(): void {
    for (const tensor of this.#held.values()) tensor.dispose();
    this.#held.clear();
  }

  #makeRoom(incoming: number, kept: ReadonlySet<string>): void {
    let bytes = this.heldBytes + incoming;
    for (const [name, tensor] of this.#held) {
      if (bytes <= this.#maxBytes) return;
      if (kept.has(name)) continue;
      bytes -= tensor.size * 4;
      tensor.dispose();
      this.#held.delete(name);
    }
  }

  #touch(name: string): void {
    const tensor = this.#held.get(name);
    if (tensor === undefined) return;
    this.#held.delete(name);
    this.#held.set(name, tensor);
  }
}

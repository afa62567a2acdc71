import type { Tensor } from "@tensorflow/tfjs-core";
import { FormatError } from "../core/errors.ts";
import type { ModelSpec } from "../core/models/modelSpec.ts";
import { EmbeddingRows } from "./embeddingRows.ts";
import { Exclusive } from "./exclusive.ts";
import type { ForwardPass, Runtime } from "./forward.ts";
import { composedKernels, type Kernels } from "./kernels.ts";
import { maxCachedBytes } from "./limits.ts";
import { attentionOfHeads } from "./mixers/standard.ts";
import { ModelNames, type ModelDescription } from "./modelNames.ts";
import { layerTensors, planRun, queryKeyRoles, requireRoom } from "./plan.ts";
import { PromptRun, type MapSource } from "./promptRun.ts";
import type { Removal } from "./removal.ts";
import { thumbnailsOf } from "./thumbnails.ts";
import { WeightCache } from "./weightCache.ts";
import type { WeightReader } from "./weights.ts";

export interface RunRequest {
  readonly ids: readonly number[];
  /** The last layer whose attention will be asked for. */
  readonly upToLayer: number;
  /** "global" also runs the pass in which position is removed everywhere. */
  readonly removal: Removal;
}

export interface RunHooks {
  readonly signal?: AbortSignal | undefined;
  onProgress?(done: number, total: number, what: string): void;
}

/** One head's maps, [size, size] each, row = query. */
export interface HeadAttention {
  readonly size: number;
  readonly withPosition: Float32Array<ArrayBuffer>;
  readonly withoutPosition: Float32Array<ArrayBuffer>;
}

export interface InputEmbedding {
  readonly tokens: number;
  readonly width: number;
  /** [tokens, width]. */
  readonly values: Float32Array<ArrayBuffer>;
}

export interface SessionOptions {
  readonly kernels?: Kernels;
  /** Decoded weights that stay on the device between runs. */
  readonly maxCachedBytes?: number;
}

const maxThumbnailSide = 256;

/**
 * A model that is being looked at, on the current tfjs backend.
 *
 * Between calls it holds on the device: weights (up to a bound), and for the prompt of the last run the
 * embedding, two rotations, a mask per window, and q and k of every computed layer. `dispose` frees
 * all of it. Calls run one after the other, in the order made.
 */
export class ModelSession {
  readonly #runtime: Runtime;
  readonly #rows: () => EmbeddingRows;
  readonly #exclusive = new Exclusive();
  readonly #ended = new AbortController();
  #run: PromptRun | undefined;

  /** @throws FormatError `unsupported` for a family that no table describes. */
  constructor(model: ModelDescription, weights: WeightReader, options: SessionOptions = {}) {
    const kernels = options.kernels ?? composedKernels;
    const names = new ModelNames(model);
    const cache = new WeightCache(weights, kernels, options.maxCachedBytes ?? maxCachedBytes);
    this.#runtime = { spec: model.spec, names, cache, kernels };
    let rows: EmbeddingRows | undefined;
    this.#rows = () => (rows ??= new EmbeddingRows(weights, names.modelRole("embedding").weight));
  }

  /**
   * Computes q and k of the layers up to one. With the same ids as before it goes on from where the last
   * run ended. Cancelled or failed, what was computed stays and the next run goes on from it.
   * @throws FormatError before anything is read where the run is impossible or too large; the signal's
   * reason when cancelled.
   */
  run(request: RunRequest, hooks: RunHooks = {}): Promise<void> {
    return this.#alone(hooks.signal, (signal) => this.#compute(request, hooks, signal));
  }

  /** @throws Error for a layer that no run has computed under this removal. */
  attention(layer: number, head: number, removal: Removal): Promise<HeadAttention> {
    return this.#alone(undefined, async () => {
      const run = this.#current();
      requireHead(this.#runtime.spec, head);
      return {
        size: run.ids.length,
        withPosition: await this.#map(run.withPosition(layer), head),
        withoutPosition: await this.#map(run.withoutPosition(layer, removal), head),
      };
    });
  }

  /**
   * Plain attention (with position) of all heads of a layer, max-pooled: [heads, side, side].
   * @throws Error for a layer that no run has computed.
   */
  thumbnails(layer: number, side: number): Promise<Float32Array<ArrayBuffer>> {
    return this.#alone(undefined, async () => {
      if (!Number.isInteger(side) || side < 1 || side > maxThumbnailSide) {
        throw new RangeError(`a thumbnail of side ${side}, allowed are 1 to ${maxThumbnailSide}`);
      }
      return values(thumbnailsOf(this.#runtime.kernels, this.#current().withPosition(layer), side));
    });
  }

  /** What enters layer 0 for the prompt of the last run. */
  inputEmbedding(): Promise<InputEmbedding> {
    return this.#alone(undefined, async () => {
      const { embedding } = this.#current();
      const [tokens, width] = embedding.shape;
      return { tokens, width, values: ownCopy(await embedding.data<"float32">()) };
    });
  }

  /**
   * Bytes on disk that such a run needs in all, read before or not: whole tensors and the prompt's rows.
   * @throws FormatError where the run is impossible; never for its size.
   */
  neededBytes(upToLayer: number, ids: readonly number[]): number {
    return planRun(this.#runtime, ids, { queryKeyOf: upToLayer }).neededBytes;
  }

  /** Ends what is running and frees every tensor: at once, or when the running operation has ended. */
  dispose(): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort(new Error("the session was disposed"));
    if (this.#exclusive.isIdle) this.#free();
    else void this.#exclusive.run(async () => this.#free());
  }

  async #compute(request: RunRequest, hooks: RunHooks, signal: AbortSignal): Promise<void> {
    const { ids, upToLayer, removal } = request;
    const plan = planRun(this.#runtime, ids, { queryKeyOf: upToLayer });
    const passes = removal === "global" ? 2 : 1;
    requireRoom({ ...plan, keptBytes: plan.keptBytes * passes });
    const total = (upToLayer + 1) * passes;
    hooks.onProgress?.(0, total, "reading the embedding");
    const run = await this.#runOf(ids, signal);
    const advance = async (pass: ForwardPass, before: number, what: string): Promise<void> => {
      while (pass.computed <= upToLayer) {
        hooks.onProgress?.(before + pass.computed, total, `layer ${pass.computed}${what}`);
        await pass.advance(signal);
      }
    };
    await advance(run.plain, 0, "");
    if (removal === "global") await advance(run.stripped, upToLayer + 1, " without position");
    hooks.onProgress?.(total, total, "done");
  }

  async #runOf(ids: readonly number[], signal: AbortSignal): Promise<PromptRun> {
    if (this.#run !== undefined && isSame(this.#run.ids, ids)) return this.#run;
    const first = layerTensors(this.#runtime.names, 0, queryKeyRoles);
    // The first layer's weights come over beside the embedding.
    const [rows] = await bothDone(
      this.#rows().read(ids, signal),
      this.#runtime.cache.load(first, signal),
    );
    this.#run?.dispose();
    this.#run = undefined;
    this.#run = new PromptRun(this.#runtime, [...ids], rows);
    return this.#run;
  }

  #current(): PromptRun {
    if (this.#run === undefined) throw new Error("nothing has been run yet");
    return this.#run;
  }

  #map({ queryKey, sight }: MapSource, head: number): Promise<Float32Array<ArrayBuffer>> {
    const range = { from: head, to: head + 1 };
    return values(attentionOfHeads(this.#runtime.kernels, queryKey, range, sight));
  }

  /** One call at a time, ended by the caller's signal or by the end of the session. */
  #alone<T>(outer: AbortSignal | undefined, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#exclusive.run(async () => {
      this.#ended.signal.throwIfAborted();
      outer?.throwIfAborted();
      const controller = new AbortController();
      const end = (): void => controller.abort(this.#ended.signal.reason ?? outer?.reason);
      for (const signal of [this.#ended.signal, outer]) {
        signal?.addEventListener("abort", end, { once: true });
      }
      try {
        return await task(controller.signal);
      } finally {
        for (const signal of [this.#ended.signal, outer]) {
          signal?.removeEventListener("abort", end);
        }
      }
    });
  }

  #free(): void {
    this.#run?.dispose();
    this.#run = undefined;
    this.#runtime.cache.dispose();
  }
}

function requireHead({ heads }: ModelSpec, head: number): void {
  if (Number.isInteger(head) && head >= 0 && head < heads) return;
  throw new FormatError("bad-value", `head ${head} was asked for, allowed are 0 to ${heads - 1}`);
}

/** Reads a tensor back and frees it. */
async function values(tensor: Tensor): Promise<Float32Array<ArrayBuffer>> {
  try {
    return ownCopy(await tensor.data<"float32">());
  } finally {
    tensor.dispose();
  }
}

/** The backends may hand out their own memory; what leaves the session can be transferred. */
function ownCopy(data: Float32Array): Float32Array<ArrayBuffer> {
  return new Float32Array(data);
}

/** Waits for both also when one fails: nothing of a call may go on behind the next one. */
async function bothDone<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((id, i) => id === right[i]);
}

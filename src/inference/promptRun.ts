import { clone, keep, tensor2d, type Tensor2D } from "@tensorflow/tfjs-core";
import { FormatError } from "../core/errors.ts";
import { ForwardPass, sightOf, type Runtime, type Scene } from "./forward.ts";
import { createMask } from "./mask.ts";
import type { QueryKey, Sight } from "./mixers/standard.ts";
import type { Removal } from "./removal.ts";
import { createIdentityRotation, createRotation, type Rotation } from "./rotation.ts";
import { whyNotRun } from "./whyNotRun.ts";

/** q and k of a layer, and how they look at each other: all that a map of it is made of. */
export interface MapSource {
  readonly queryKey: QueryKey;
  readonly sight: Sight;
}

/**
 * One prompt on one model: its plain pass, the pass with position removed everywhere once that is asked
 * for, and the rotations and masks that both share. Owns all of it; `dispose` frees it.
 */
export class PromptRun {
  readonly ids: readonly number[];
  readonly plain: ForwardPass;
  readonly #runtime: Runtime;
  readonly #embedding: Tensor2D;
  readonly #masks = new Map<number | null, Tensor2D>();
  readonly #rotation: Rotation;
  readonly #identity: Rotation;
  #stripped: ForwardPass | undefined;

  /**
   * `rows` are the embeddings of `ids`, [ids, hidden size].
   * @throws FormatError `unsupported` for a scheme that cannot be run.
   */
  constructor(runtime: Runtime, ids: readonly number[], rows: Float32Array<ArrayBuffer>) {
    const { scheme, hiddenSize } = runtime.spec;
    if (scheme.kind !== "rope") {
      throw new FormatError(
        "unsupported",
        `positions of this model cannot be run: ${whyNotRun(scheme)}`,
      );
    }
    this.ids = ids;
    this.#runtime = runtime;
    this.#rotation = createRotation(scheme, ids.length);
    this.#identity = createIdentityRotation(scheme, ids.length);
    this.#embedding = tensor2d(rows, [ids.length, hiddenSize]);
    this.plain = new ForwardPass(runtime, this.#scene(this.#rotation), clone(this.#embedding));
  }

  /** The pass in which every rotation is the identity; made when first asked for. */
  get stripped(): ForwardPass {
    this.#stripped ??= new ForwardPass(
      this.#runtime,
      this.#scene(this.#identity),
      clone(this.#embedding),
    );
    return this.#stripped;
  }

  /** What enters layer 0, [tokens, hidden size]; stays the run's own. */
  get embedding(): Tensor2D {
    return this.#embedding;
  }

  /** @throws Error for a layer that has not been computed. */
  withPosition(layer: number): MapSource {
    return { queryKey: this.plain.queryKey(layer), sight: this.plain.sight(layer) };
  }

  /** @throws Error for a layer that has not been computed under this removal. */
  withoutPosition(layer: number, removal: Removal): MapSource {
    const pass = removal === "local" ? this.plain : this.stripped;
    return {
      queryKey: pass.queryKey(layer),
      sight: sightOf(this.#runtime.spec, this.#scene(this.#identity), layer),
    };
  }

  dispose(): void {
    this.plain.dispose();
    this.#stripped?.dispose();
    this.#embedding.dispose();
    for (const { cos, sin } of [this.#rotation, this.#identity]) {
      cos.dispose();
      sin.dispose();
    }
    for (const mask of this.#masks.values()) mask.dispose();
    this.#masks.clear();
  }

  #scene(rotation: Rotation): Scene {
    return { rotation, mask: (window) => this.#mask(window) };
  }

  #mask(window: number | null): Tensor2D {
    const found = this.#masks.get(window);
    if (found !== undefined) return found;
    // Masks are asked for inside tidy() too, and outlive it.
    const mask = keep(createMask(this.ids.length, window));
    this.#masks.set(window, mask);
    return mask;
  }
}

import { mean, stack, tidy, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { FormatError } from "../core/errors.ts";
import type { LayerRole } from "../core/models/families/familyTable.ts";
import { windowOfLayer, type ModelSpec } from "../core/models/modelSpec.ts";
import { applyLinear, applyNorm, finishBlock, projectQueryKey, type Layer } from "./block.ts";
import type { Kernels } from "./kernels.ts";
import type { QueryKey, Sight } from "./mixers/standard.ts";
import type { ModelNames, RoleTensors } from "./modelNames.ts";
import { pause } from "./pause.ts";
import { blockRoles, queryKeyRoles } from "./plan.ts";
import type { Rotation } from "./rotation.ts";
import type { WeightCache } from "./weightCache.ts";

/** What every pass through one model shares. */
export interface Runtime {
  readonly spec: ModelSpec;
  readonly names: ModelNames;
  readonly cache: WeightCache;
  readonly kernels: Kernels;
}

/** What every pass over one prompt shares. */
export interface Scene {
  readonly rotation: Rotation;
  mask(window: number | null): Tensor2D;
}

/**
 * One pass of a prompt through the layers, as far as it has been asked for. Holds q and k of every
 * computed layer and what enters the last of them; it owns them, `dispose` frees them.
 */
export class ForwardPass {
  readonly #runtime: Runtime;
  readonly #scene: Scene;
  readonly #layers: QueryKey[] = [];
  /** Enters the layer whose q and k came last (layer 0 before there are any). */
  #hidden: Tensor2D;

  /** Takes over `embedding`, [tokens, hidden size]. */
  constructor(runtime: Runtime, scene: Scene, embedding: Tensor2D) {
    this.#runtime = runtime;
    this.#scene = scene;
    this.#hidden = embedding;
  }

  /** Layers whose q and k are here. */
  get computed(): number {
    return this.#layers.length;
  }

  /** Enters layer `computed − 1`, [tokens, hidden size]; stays the pass's own. */
  get hidden(): Tensor2D {
    return this.#hidden;
  }

  /** Not rotated; they stay the pass's own. */
  queryKey(layer: number): QueryKey {
    const found = this.#layers[layer];
    if (found === undefined) throw new Error(`layer ${layer} has not been computed yet`);
    return found;
  }

  /**
   * Goes on by one layer: finishes the last one, if any, and computes q and k of the next. When it
   * fails or is cancelled the pass stands where it stood.
   * @throws FormatError of the weights, and `bad-value` where values stop being finite.
   */
  async advance(signal: AbortSignal): Promise<void> {
    const layer = this.computed;
    const finished = layer === 0 ? undefined : await this.#finish(signal);
    try {
      const queryKey = await this.#project(layer, finished ?? this.#hidden, signal);
      if (finished !== undefined) {
        this.#hidden.dispose();
        this.#hidden = finished;
      }
      this.#layers.push(queryKey);
    } catch (error) {
      finished?.dispose();
      throw error;
    }
  }

  /**
   * What enters the head, after the final norm, and the logits: [tokens, hidden size] and
   * [tokens, vocabulary]. The last layer must be computed; the caller disposes both.
   */
  async head(signal: AbortSignal): Promise<{ hidden: Tensor2D; logits: Tensor2D }> {
    const { spec, names, cache, kernels } = this.#runtime;
    const last = await this.#finish(signal);
    try {
      const [finalNorm, head] = [names.modelRole("finalNorm"), names.modelRole("head")];
      await cache.load([...infosOf(finalNorm), ...infosOf(head)], signal);
      return tidy(() => {
        const context = { spec, kernels, family: names.family };
        const hidden = applyNorm(context, last, tensorsOf(cache, finalNorm)) as Tensor2D;
        return { hidden, logits: applyLinear(hidden, tensorsOf(cache, head)) };
      });
    } finally {
      last.dispose();
    }
  }

  /** How this pass looks at keys in a layer. */
  sight(layer: number): Sight {
    return sightOf(this.#runtime.spec, this.#scene, layer);
  }

  dispose(): void {
    this.#hidden.dispose();
    for (const { q, k } of this.#layers) {
      q.dispose();
      k.dispose();
    }
    this.#layers.length = 0;
  }

  async #finish(signal: AbortSignal): Promise<Tensor2D> {
    const index = this.computed - 1;
    const layer = await this.#load(index, [...queryKeyRoles, ...blockRoles], signal);
    const { result, probe } = tidy(() => {
      const result = finishBlock(layer, this.#hidden, this.queryKey(index), this.sight(index));
      return { result, probe: stack([mean(result)]) as Tensor1D };
    });
    await requireFinite(probe, [result], `what leaves layer ${index}`, signal);
    return result;
  }

  async #project(index: number, hidden: Tensor2D, signal: AbortSignal): Promise<QueryKey> {
    const layer = await this.#load(index, queryKeyRoles, signal);
    const { q, k, probe } = tidy(() => {
      const { q, k } = projectQueryKey(layer, hidden);
      return { q, k, probe: stack([mean(q), mean(k)]) as Tensor1D };
    });
    await requireFinite(probe, [q, k], `a query or key of layer ${index}`, signal);
    return { q, k };
  }

  async #load(index: number, roles: readonly LayerRole[], signal: AbortSignal): Promise<Layer> {
    const { spec, names, cache, kernels } = this.#runtime;
    const used = new Map(
      roles
        .filter((role) => names.hasRole(role))
        .map((role) => [role, names.layerRole(index, role)]),
    );
    await cache.load([...used.values()].flatMap(infosOf), signal);
    return {
      spec,
      kernels,
      family: names.family,
      weights: (role) => {
        const found = used.get(role);
        if (found === undefined) throw new Error(`${role} of layer ${index} was not loaded`);
        return tensorsOf(cache, found);
      },
    };
  }
}

/** How a scene looks at keys in a layer; the family's only scale so far is 1 / √head size. */
export function sightOf(spec: ModelSpec, scene: Scene, layer: number): Sight {
  return {
    rotation: scene.rotation,
    mask: scene.mask(windowOfLayer(spec, layer)),
    scale: 1 / Math.sqrt(spec.headDim),
  };
}

/**
 * Reads back means, which NaN and infinities always reach, and gives the event loop a turn. Without it
 * a softmax further on would turn NaN into ordinary numbers on some backends.
 */
async function requireFinite(
  probe: Tensor1D,
  owned: readonly Tensor2D[] | readonly QueryKey["q"][],
  what: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const means = await probe.data();
    await pause();
    signal.throwIfAborted();
    if (means.every(Number.isFinite)) return;
    throw new FormatError(
      "bad-value",
      `${what} is not finite (NaN or infinite), although all weights are: float32 was exceeded`,
    );
  } catch (error) {
    for (const tensor of owned) tensor.dispose();
    throw error;
  } finally {
    probe.dispose();
  }
}

function infosOf({ weight, bias }: RoleTensors): RoleTensors["weight"][] {
  return bias === undefined ? [weight] : [weight, bias];
}

function tensorsOf(
  cache: WeightCache,
  { weight, bias }: RoleTensors,
): ReturnType<Layer["weights"]> {
  return {
    weight: cache.tensor(weight),
    bias: bias === undefined ? undefined : cache.tensor(bias),
  };
}

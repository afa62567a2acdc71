import type { Tensor } from "@tensorflow/tfjs-core";
import { FormatError } from "../core/errors.ts";
import { byteText } from "./byteText.ts";
import { EmbeddingRows } from "./embeddingRows.ts";
import type { ForwardPass, Runtime } from "./forward.ts";
import { composedKernels, type Kernels } from "./kernels.ts";
import { maxCachedBytes, maxTraceBytes } from "./limits.ts";
import { attentionOfHeads, headRanges } from "./mixers/standard.ts";
import { ModelNames, type ModelDescription } from "./modelNames.ts";
import { planRun, requireRoom, type RunEnd } from "./plan.ts";
import { PromptRun, type MapSource } from "./promptRun.ts";
import { WeightCache } from "./weightCache.ts";
import type { WeightReader } from "./weights.ts";

export interface TraceRequest {
  readonly ids: readonly number[];
  /** Half-open; all layers where absent. Logits and the last hidden state come with the last layer. */
  readonly layers?: { readonly from: number; readonly to: number } | undefined;
}

export interface TraceHooks {
  /** Those of the backend where it has its own. */
  readonly kernels?: Kernels;
  readonly signal?: AbortSignal | undefined;
  onProgress?(done: number, total: number, what: string): void;
}

export interface TraceArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * A whole run as arrays, T tokens, H heads, D hidden size, V vocabulary: `hidden.<l>` [T, D],
 * `attn.<l>`, `attn_local.<l>`, `attn_global.<l>` [H, T, T], `hidden_global.<l>` [T, D], `logits` [T, V].
 * hidden.<l> enters layer l; the one after the last layer enters the head, after the final norm.
 * Frees every tensor that it made, also when it fails.
 * @throws FormatError before anything is read where the run is impossible or too large.
 */
export async function traceModel(
  model: ModelDescription,
  weights: WeightReader,
  request: TraceRequest,
  hooks: TraceHooks = {},
): Promise<TraceArray[]> {
  const { spec } = model;
  const names = new ModelNames(model);
  const kernels = hooks.kernels ?? composedKernels;
  const cache = new WeightCache(weights, kernels, maxCachedBytes);
  const runtime: Runtime = { spec, names, cache, kernels };
  const range = layerRange(spec.layers, request.layers);
  const isWhole = range.to === spec.layers;
  const end: RunEnd = isWhole ? { logits: true } : { queryKeyOf: range.to - 1 };
  const plan = planRun(runtime, request.ids, end);
  requireRoom({ ...plan, keptBytes: plan.keptBytes * 2 });
  requireTraceRoom(runtime, request.ids.length, range);
  const signal = hooks.signal ?? new AbortController().signal;
  const embedding = names.modelRole("embedding").weight;
  const rows = await new EmbeddingRows(weights, embedding).read(request.ids, signal);
  const run = new PromptRun(runtime, request.ids, rows);
  try {
    return await new Tracer(runtime, run, range, { ...hooks, signal }).trace();
  } finally {
    run.dispose();
    cache.dispose();
  }
}

interface LayerRange {
  readonly from: number;
  readonly to: number;
}

class Tracer {
  readonly #arrays: TraceArray[] = [];
  readonly #runtime: Runtime;
  readonly #run: PromptRun;
  readonly #range: LayerRange;
  readonly #hooks: TraceHooks & { readonly signal: AbortSignal };

  constructor(
    runtime: Runtime,
    run: PromptRun,
    range: LayerRange,
    hooks: TraceHooks & { readonly signal: AbortSignal },
  ) {
    this.#runtime = runtime;
    this.#run = run;
    this.#range = range;
    this.#hooks = hooks;
  }

  async trace(): Promise<TraceArray[]> {
    await this.#pass(this.#run.plain, "hidden", async (layer) => {
      await this.#maps(`attn.${layer}`, this.#run.withPosition(layer));
      await this.#maps(`attn_local.${layer}`, this.#run.withoutPosition(layer, "local"));
    });
    await this.#pass(this.#run.stripped, "hidden_global", async (layer) => {
      await this.#maps(`attn_global.${layer}`, this.#run.withoutPosition(layer, "global"));
    });
    this.#progress(2 * this.#range.to, "done");
    return this.#arrays;
  }

  async #pass(
    pass: ForwardPass,
    name: "hidden" | "hidden_global",
    maps: (layer: number) => Promise<void>,
  ): Promise<void> {
    const { from, to } = this.#range;
    const { signal } = this.#hooks;
    const before = name === "hidden" ? 0 : to;
    for (let layer = 0; layer < to; layer += 1) {
      this.#progress(before + layer, `layer ${layer}, ${name}`);
      await pass.advance(signal);
      if (layer < from) continue;
      await this.#add(`${name}.${layer}`, pass.hidden);
      await maps(layer);
    }
    if (to < this.#runtime.spec.layers) return;
    const { hidden, logits } = await pass.head(signal);
    try {
      await this.#add(`${name}.${to}`, hidden);
      if (name === "hidden") await this.#add("logits", logits);
    } finally {
      hidden.dispose();
      logits.dispose();
    }
  }

  async #maps(name: string, { queryKey, sight }: MapSource): Promise<void> {
    const [heads, tokens] = queryKey.q.shape;
    const values = new Float32Array(heads * tokens * tokens);
    for (const range of headRanges(heads, tokens)) {
      const maps = attentionOfHeads(this.#runtime.kernels, queryKey, range, sight);
      try {
        values.set(await maps.data<"float32">(), range.from * tokens * tokens);
      } finally {
        maps.dispose();
      }
    }
    this.#arrays.push({ name, shape: [heads, tokens, tokens], values });
  }

  async #add(name: string, tensor: Tensor): Promise<void> {
    const values = new Float32Array(await tensor.data<"float32">());
    this.#arrays.push({ name, shape: [...tensor.shape], values });
  }

  #progress(done: number, what: string): void {
    this.#hooks.onProgress?.(done, 2 * this.#range.to, what);
  }
}

function layerRange(layers: number, wanted: TraceRequest["layers"]): LayerRange {
  const { from, to } = wanted ?? { from: 0, to: layers };
  const isInside = Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to <= layers;
  if (isInside && from < to) return { from, to };
  throw new FormatError(
    "bad-value",
    `layers ${from}:${to} were asked for, allowed are ranges A:B with 0 ≤ A < B ≤ ${layers}`,
  );
}

function requireTraceRoom({ spec }: Runtime, tokens: number, { from, to }: LayerRange): void {
  const perLayer = 3 * spec.heads * tokens ** 2 + 2 * tokens * spec.hiddenSize;
  const bytes = 4 * ((to - from) * perLayer + tokens * (spec.vocabSize ?? 0));
  if (bytes <= maxTraceBytes) return;
  throw new FormatError(
    "limit-exceeded",
    `the arrays of layers ${from}:${to} for ${tokens} tokens take ${byteText(bytes)}, at most ` +
      `${byteText(maxTraceBytes)} are held: choose fewer layers or a shorter prompt`,
  );
}

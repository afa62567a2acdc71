import type { TextSpan } from "../problem.ts";
import type { PositionScheme } from "../positions/positionScheme.ts";

/**
 * Where a fact comes from: a literal in a file, or the default of the model's class. The span counts characters of a
 * text and bytes of a binary file (the value of a GGUF key).
 */
export type Provenance =
  | { readonly kind: "file"; readonly file: string; readonly key: string; readonly span: TextSpan }
  | { readonly kind: "class default"; readonly of: string }
  | { readonly kind: "derived"; readonly from: string };

/**
 * The lengths that must never be mixed (DESIGN section 2), in tokens.
 * `undefined` = the files do not say.
 */
export interface ModelLengths {
  /** Written in the config. */
  readonly declared: number | undefined;
  /** What the published weights were first trained on. */
  readonly pretrained: number | undefined;
  /** What they were extended to by further training. */
  readonly extended: number | undefined;
  /** The larger of the two that is known; what findings compare with. */
  readonly trained: number | undefined;
  /** One sentence: why `trained` is what it is. */
  readonly evidence: string;
  /** True where the sentence rests on an assumption; findings are then at most *information*. */
  readonly assumed: boolean;
}

/** Schemes that differ by layer. */
export interface LayerSchemes {
  readonly schemes: readonly PositionScheme[];
  /** Index into `schemes` for each layer; `null` = the layer has no positions. */
  readonly ofLayer: readonly (number | null)[];
}

/**
 * What a model is, from whatever describes it. A size that neither the files nor the class state is 0, a name "";
 * they then have no provenance. JSON output renames to snake_case (`toJson.ts`),
 * the field names of the reference goldens.
 */
export interface ModelSpec {
  readonly modelType: string;
  readonly architectures: readonly string[];
  /** Id of the family table that can run it, or `undefined` when none can. */
  readonly family: string | undefined;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly intermediateSize: number | undefined;
  readonly vocabSize: number | undefined;
  readonly tieWordEmbeddings: boolean;
  readonly normEps: number;
  readonly hiddenAct: string;
  /** Every length key found, under its own name. */
  readonly lengthKeys: Readonly<Record<string, number>>;
  readonly lengths: ModelLengths;
  /**
   * Query sees itself and `window − 1` tokens before it; `null` = all (and not `undefined`, which JSON
   * would lose on the way to the webview). One entry for all layers, or one per layer.
   */
  readonly windows: readonly (number | null)[];
  readonly scheme: PositionScheme;
  /** Type on disk that the config states ("float16"). */
  readonly dtype: string | undefined;
  readonly quantization: string | undefined;
  /** What each layer uses, where layers differ; `scheme` is then that of full attention. */
  readonly layerSchemes?: LayerSchemes;
}

/** Dotted spec field ("lengths.declared", "scheme.base") → where it comes from. */
export type ProvenanceMap = ReadonlyMap<string, Provenance>;

/** The window of a layer, from the compact list in the spec. */
export function windowOfLayer(spec: ModelSpec, layer: number): number | null {
  return spec.windows[spec.windows.length === 1 ? 0 : layer] ?? null;
}

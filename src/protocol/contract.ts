/**
 * The typed contract between host and webview: everything that crosses stands here, and nothing else crosses.
 * Plain data only: what is not an ArrayBuffer or a typed array travels as JSON,
 * so no Map, no NaN, and no `undefined` inside arrays. Big numbers lists are typed arrays over buffers of their own.
 */
import type { StoredType } from "../core/formats/decodeStored.ts";
import type { TensorInfo } from "../core/formats/tensorTable.ts";
import type { ModelSpec, Provenance } from "../core/models/modelSpec.ts";
import type { Problem } from "../core/problem.ts";
import type { Finding } from "../core/rules/finding.ts";
import type { Pool } from "../core/tensors/poolRows.ts";
import type { TensorComparison } from "../core/tensors/tensorComparison.ts";
import type { TensorPicture } from "../core/tensors/tensorPicture.ts";
import type { TensorSlice } from "../core/tensors/tensorPlane.ts";
import type { TensorStatistics } from "../core/tensors/tensorStatistics.ts";
import type { Encoding } from "../core/tokenizers/tokenizer.ts";
import type { WordsRequests } from "./words.ts";

export type ViewKind = "inspector" | "heatmap";
export type TabId =
  "overview" | "vectors" | "attention" | "extrapolation" | "frequencies" | "words" | "tensors";
export type RemovalChoice = "local" | "global";
export type BackendSetting = "auto" | "webgpu" | "wasm" | "cpu" | "webgpu-software";
export type ExportFormat = "png" | "svg" | "csv" | "npy";

/** What a view shows: the whole of it survives hiding, reload and closing. */
export interface ViewState {
  readonly prompt: string;
  /** Ids typed in place of a text, where the model has no tokenizer. */
  readonly ids: readonly number[] | null;
  readonly tab: TabId;
  readonly layer: number;
  readonly head: number;
  readonly removal: RemovalChoice;
  /** What is seen of the maps: `scale` is the magnification (1 shows all, 4 a quarter of each side), `x` and `y` the column and row at the top left, in cells. */
  readonly zoom: { readonly scale: number; readonly x: number; readonly y: number };
  /** The tensor that is looked at; null where none was chosen. */
  readonly tensor: TensorView | null;
  /** What is asked of static embeddings; null where nothing was. */
  readonly words: WordsView | null;
  /** What lengths and other schemes are asked about; null where nothing was. */
  readonly whatIf: WhatIfView | null;
}

/** What is asked beside the model as it is. */
export interface WhatIfView {
  /** Tokens; null for what the config reaches for. */
  readonly length: number | null;
  /** Kind of the scheme that stands beside the model's own. */
  readonly scheme: string | null;
  /** Its parameters by name, as typed; those left out have their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What the Words tab shows; its sentence is the prompt. */
export interface WordsView {
  /** A word, a sum of words or a vector, as typed. */
  readonly query: string;
  /** Id of the positions that are added. */
  readonly scheme: string;
  /** Of the positions that are drawn at random. */
  readonly seed: number;
}

/** A tensor, the part of it that fills the picture, and what it is compared with. */
export interface TensorView extends TensorSlice {
  readonly pool: Pool;
  /** Name of the tensor that is subtracted from it. */
  readonly against: string | null;
}

/** A model as the webview sees it: no path is ever opened there. */
export interface ModelSnapshot {
  /** Changes when a file of the model changes; requests that name an old one are refused with `stale`. */
  readonly revision: number;
  readonly label: string;
  readonly path: string;
  readonly spec: ModelSpec | null;
  readonly provenance: readonly (readonly [field: string, from: Provenance])[];
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly tensors: readonly TensorInfo[];
  /** One sentence, where the prompt cannot be typed as text. */
  readonly noTokenizer: string | null;
  /** Last state of this model's view, from the workspace's storage. */
  readonly state: ViewState | null;
}

/** Which backend drew the picture, and why the ones before it did not. */
export interface BackendStatus {
  readonly backend: "webgpu" | "wasm" | "cpu";
  /** "NVIDIA …", "SwiftShader (software)"; empty for wasm and cpu. */
  readonly adapter: string;
  readonly passedOver: readonly { readonly backend: string; readonly reason: string }[];
}

/** One head's attention, forwarded from the view that computed it. */
export interface Picture {
  readonly label: string;
  readonly layer: number;
  readonly head: number;
  readonly removal: RemovalChoice;
  readonly tokens: readonly string[];
  /** Tokens n; both maps are [n, n], row = query. */
  readonly size: number;
  readonly withPosition: Float32Array<ArrayBuffer>;
  readonly withoutPosition: Float32Array<ArrayBuffer>;
  readonly backend: BackendStatus;
}

/** A tensor, or rows of one: blocks of ggml as the file has them, everything else as values. */
export interface TensorBytes {
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  readonly bytes: ArrayBuffer;
}

export interface ExportedView {
  readonly name: string;
  readonly bytes: ArrayBuffer;
}

/** A file that the host writes from the model's own files: the values do not cross for it. */
export interface ExportedSlice {
  readonly name: string;
  readonly format: "csv" | "npy";
  readonly slice: TensorSlice;
}

/** What the webview may ask of the host. Each request is answered exactly once. */
export interface HostRequests extends WordsRequests {
  /** The model that this view is about; null in the heat-map view while there is none. */
  model: { params: null; result: ModelSnapshot | null };
  /** Bytes of a tensor: whole where `rows` is null, else these rows of the first axis in this order. */
  tensor: {
    params: { revision: number; name: string; rows: readonly number[] | null };
    result: TensorBytes;
  };
  /** A part of a tensor, or of the difference of two, pooled to at most `height` × `width` cells. */
  tensorPicture: {
    params: { revision: number; task: string; view: TensorView; height: number; width: number };
    result: TensorPicture;
  };
  /** One element, as the shortest decimal that is this value and no other of its type. */
  tensorElement: {
    params: {
      revision: number;
      name: string;
      leading: readonly number[];
      row: number;
      col: number;
    };
    result: { text: string };
  };
  /** Reads the whole tensor; `progress` events of this `task` say how far. */
  tensorStatistics: {
    params: { revision: number; task: string; name: string };
    result: TensorStatistics;
  };
  tensorComparison: {
    params: { revision: number; task: string; name: string; against: string };
    result: TensorComparison;
  };
  tokenize: { params: { revision: number; text: string }; result: Encoding };
  /** Pieces of ids that were typed. */
  pieces: { params: { revision: number; ids: readonly number[] }; result: readonly string[] };
  /** Files of the product that a webview cannot fetch (the worker's script, the wasm binaries). */
  asset: {
    params: { name: "worker.js" | "tfjs-backend-wasm-simd.wasm" | "tfjs-backend-wasm.wasm" };
    result: ArrayBuffer;
  };
  settings: { params: null; result: { backend: BackendSetting } };
  /** Asks the user where, and writes. */
  save: { params: ExportedView; result: { saved: boolean } };
  /** Opens a file of the model at a span. */
  reveal: { params: { file: string; offset: number; length: number }; result: null };
  /** "Inspect Model…" from the heat-map view's empty state. */
  inspect: { params: null; result: null };
}

/** What the host may ask of the webview. */
export interface WebviewRequests {
  /** The picture on the screen as a file. */
  export: { params: { format: ExportFormat }; result: ExportedView | ExportedSlice };
  selfCheck: { params: null; result: { passed: boolean; lines: readonly string[] } };
}

/** Told to the host, never answered. */
export interface WebviewEvents {
  /** The view's state changed (debounced by the webview). */
  state: ViewState;
  picture: Picture;
  backend: BackendStatus;
  log: { level: "info" | "warn" | "error"; message: string };
}

/** Told to the webview, never answered. Always a full snapshot, never a delta. */
export interface HostEvents {
  /** The files changed: ask for `model` again. */
  modelChanged: null;
  settingsChanged: null;
  /** How far a request that named this task has come, a few times a second. */
  progress: { task: string; done: number; total: number };
  setPrompt: { text: string };
  showTab: { tab: TabId };
  /** The other view chose: take over its state. */
  state: ViewState;
  /** Heat-map view only: the Inspector drew this; null when the Inspector went away (compute alone from here). */
  picture: Picture | null;
}

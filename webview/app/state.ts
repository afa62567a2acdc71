import type {
  BackendStatus,
  ModelSnapshot,
  Picture,
  ViewKind,
  ViewState,
} from "../../src/protocol/contract.ts";
import type { Cell } from "../render/matrix.ts";
import type { InputEmbedding } from "../../src/inference/session.ts";
import { nothingOfTensors, type TensorsState } from "./tensors/tensorsState.ts";
import { nothingOfWords, type WordsState } from "./words/wordsState.ts";

/** The tokens of the prompt, as far as the host has cut it. */
export type TokenState =
  | { readonly status: "waiting" }
  | {
      readonly status: "ready";
      readonly ids: readonly number[];
      readonly pieces: readonly string[];
    }
  | { readonly status: "failed"; readonly message: string };

export type RunState =
  | { readonly status: "idle" }
  | {
      readonly status: "running";
      readonly done: number;
      readonly total: number;
      readonly what: string;
    }
  | { readonly status: "done"; readonly milliseconds: number }
  | { readonly status: "cancelled" }
  | { readonly status: "failed"; readonly message: string };

/** Max-pooled attention with position of the heads of one layer. */
export interface LayerThumbnails {
  readonly side: number;
  /** [heads, side, side]. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** What the tokens of a run gave so far; replaced as a whole when the tokens change. */
export interface Computed {
  readonly maps: Picture | null;
  /** One per layer; null where it is not there yet. */
  readonly thumbnails: readonly (LayerThumbnails | null)[];
  readonly embedding: InputEmbedding | null;
}

export type MapName = "with" | "without" | "difference";
export type TableName =
  | "attention"
  | "vectors"
  | "distance"
  | "tensor"
  | "plane"
  | "sentence"
  | "frequencies"
  | "extrapolation"
  | "similarity";

/**
 * Where the heat-map view's picture comes from: not known yet, drawn by the Inspector, or by itself.
 * The Inspector is always `alone`.
 */
export type Lead = "unknown" | "follows" | "alone";

/** All that a view shows, in one plain value. */
export interface AppState {
  readonly kind: ViewKind;
  readonly lead: Lead;
  readonly load: "loading" | "none" | "ready" | "failed";
  readonly failure: string;
  readonly model: ModelSnapshot | null;
  readonly view: ViewState;
  /** Who changed the view last: what came from the host is not told back to it. */
  readonly viewBy: "user" | "host";
  readonly tokens: TokenState;
  readonly backend: BackendStatus | null;
  /** Said after something was survived: a lost GPU, a worker that was ended. */
  readonly notice: string;
  readonly run: RunState;
  readonly computed: Computed;
  readonly cursor: Cell | null;
  readonly tables: readonly TableName[];
  readonly shownMap: MapName;
  readonly tensors: TensorsState;
  readonly words: WordsState;
  /** Changes with the colour theme, so that canvases are drawn anew. */
  readonly theme: number;
}

export const nothingComputed: Computed = { maps: null, thumbnails: [], embedding: null };

/** Our own sentence, in the English that the demo model has learned. */
const defaultPrompt =
  "She was not at all surprised to hear that her sister had been very happy in the society of her friends.";

export const defaultView: ViewState = {
  prompt: defaultPrompt,
  ids: null,
  tab: "attention",
  layer: 0,
  head: 0,
  removal: "local",
  zoom: { scale: 1, x: 0, y: 0 },
  tensor: null,
  words: null,
  whatIf: null,
};

export function initialState(kind: ViewKind, view: ViewState | null): AppState {
  return {
    kind,
    lead: kind === "inspector" ? "alone" : "unknown",
    load: "loading",
    failure: "",
    model: null,
    view: view ?? defaultView,
    viewBy: "host",
    tokens: { status: "waiting" },
    backend: null,
    notice: "",
    run: { status: "idle" },
    computed: nothingComputed,
    cursor: null,
    tables: [],
    shownMap: "with",
    tensors: nothingOfTensors,
    words: nothingOfWords,
    theme: 0,
  };
}

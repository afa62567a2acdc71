import type {
  BackendStatus,
  ModelSnapshot,
  Picture,
  ViewState,
} from "../../src/protocol/contract.ts";
import type { Cell } from "../render/matrix.ts";
import type { InputEmbedding } from "../../src/inference/session.ts";
import {
  type AppState,
  defaultView,
  type LayerThumbnails,
  type Lead,
  type MapName,
  nothingComputed,
  type RunState,
  type TableName,
  type TokenState,
} from "./state.ts";
import { nothingOfTensors, type TensorsState } from "./tensors/tensorsState.ts";
import { tabWithin, wordsTensor } from "./words/wordsModel.ts";
import { nothingOfWords, type WordsState } from "./words/wordsState.ts";

/** Everything that can happen to a view. */
export type Action =
  | { readonly type: "modelLoaded"; readonly model: ModelSnapshot | null }
  | { readonly type: "modelFailed"; readonly message: string }
  | {
      readonly type: "viewChanged";
      readonly change: Partial<ViewState>;
      readonly by: "user" | "host";
    }
  | { readonly type: "tokens"; readonly tokens: TokenState }
  | { readonly type: "backend"; readonly backend: BackendStatus }
  | { readonly type: "notice"; readonly text: string }
  | { readonly type: "run"; readonly run: RunState }
  | { readonly type: "maps"; readonly maps: Picture }
  | { readonly type: "thumbnails"; readonly layer: number; readonly thumbnails: LayerThumbnails }
  | { readonly type: "embedding"; readonly embedding: InputEmbedding }
  | { readonly type: "forget" }
  | { readonly type: "cursor"; readonly cell: Cell | null }
  | { readonly type: "table"; readonly table: TableName }
  | { readonly type: "shownMap"; readonly map: MapName }
  | { readonly type: "lead"; readonly lead: Lead }
  | { readonly type: "tensors"; readonly change: Partial<TensorsState> }
  | { readonly type: "words"; readonly change: Partial<WordsState> }
  | { readonly type: "theme" };

/** The next state. Pure: nothing is asked, drawn or kept here. */
export function reduce(state: AppState, action: Action): AppState {
  // Safe because the table ties each function to its own action; the compiler checks the table, not the lookup.
  const change = changes[action.type] as (state: AppState, action: Action) => AppState;
  return change(state, action);
}

type Change<T extends Action["type"]> = (
  state: AppState,
  action: Extract<Action, { readonly type: T }>,
) => AppState;

const changes: { readonly [T in Action["type"]]: Change<T> } = {
  modelLoaded: (state, { model }) => withModel(state, model),
  modelFailed: (state, { message }) => ({ ...state, load: "failed", failure: message }),
  viewChanged: (state, { change, by }) => ({ ...withView(state, change), viewBy: by }),
  // The picture of the tokens before stays on the screen until the new one is there.
  tokens: (state, { tokens }) => ({ ...state, tokens, cursor: null }),
  backend: (state, { backend }) => ({ ...state, backend }),
  notice: (state, { text }) => ({ ...state, notice: text }),
  run: (state, { run }) => ({ ...state, run }),
  maps: (state, { maps }) => withMaps(state, maps),
  thumbnails: (state, { layer, thumbnails }) => withThumbnails(state, layer, thumbnails),
  embedding: (state, { embedding }) => ({
    ...state,
    computed: { ...state.computed, embedding },
  }),
  forget: (state) => ({ ...state, computed: nothingComputed, cursor: null }),
  cursor: (state, { cell }) => (sameCell(state.cursor, cell) ? state : { ...state, cursor: cell }),
  table: (state, { table }) => ({ ...state, tables: toggled(state.tables, table) }),
  shownMap: (state, { map }) => ({ ...state, shownMap: map }),
  lead: (state, { lead }) => ({ ...state, lead }),
  tensors: (state, { change }) => ({ ...state, tensors: { ...state.tensors, ...change } }),
  words: (state, { change }) => ({ ...state, words: { ...state.words, ...change } }),
  theme: (state) => ({ ...state, theme: state.theme + 1 }),
};

function withModel(state: AppState, model: ModelSnapshot | null): AppState {
  if (model === null) {
    return { ...state, load: "none", model, computed: nothingComputed, run: { status: "idle" } };
  }
  // The workspace remembers this model; what the page itself kept may belong to another one.
  const isOther = state.model?.path !== model.path;
  const view = isOther && model.state !== null ? model.state : firstView(state, model);
  return {
    ...state,
    load: "ready",
    failure: "",
    model,
    view: withinModel(view, model),
    viewBy: "host",
    tokens: { status: "waiting" },
    computed: nothingComputed,
    run: { status: "idle" },
    cursor: null,
    tensors: { ...nothingOfTensors, room: state.tensors.room },
    words: nothingOfWords,
  };
}

/** Without a config there is nothing to run: the first look is at the words, or else at the tensors. */
function firstView({ view, model: before }: AppState, model: ModelSnapshot): ViewState {
  const isFirst = before === null && view === defaultView;
  if (!isFirst || model.spec !== null) return view;
  return { ...view, tab: wordsTensor(model) === undefined ? "tensors" : "words" };
}

function withView(state: AppState, change: Partial<ViewState>): AppState {
  const view = withinModel({ ...state.view, ...change }, state.model);
  const isSameText = view.prompt === state.view.prompt && view.ids === state.view.ids;
  return { ...state, view, tokens: isSameText ? state.tokens : { status: "waiting" } };
}

function withMaps(state: AppState, maps: Picture): AppState {
  const isOther = state.computed.maps?.size !== maps.size;
  return {
    ...state,
    computed: { ...state.computed, maps },
    cursor: isOther ? null : state.cursor,
  };
}

function withThumbnails(state: AppState, layer: number, one: LayerThumbnails): AppState {
  const layers = state.model?.spec?.layers ?? 0;
  const thumbnails = Array.from({ length: layers }, (_, index) =>
    index === layer ? one : (state.computed.thumbnails[index] ?? null),
  );
  return { ...state, computed: { ...state.computed, thumbnails } };
}

/** A state that was kept for another version of the model must not point outside this one. */
function withinModel(view: ViewState, model: ModelSnapshot | null): ViewState {
  const tab = tabWithin(view.tab, model);
  const spec = model?.spec;
  if (spec === null || spec === undefined) return { ...view, tab };
  return {
    ...defaultView,
    ...view,
    tab,
    layer: Math.max(0, Math.min(view.layer, spec.layers - 1)),
    head: Math.max(0, Math.min(view.head, spec.heads - 1)),
  };
}

function toggled(tables: readonly TableName[], table: TableName): readonly TableName[] {
  return tables.includes(table) ? tables.filter((name) => name !== table) : [...tables, table];
}

function sameCell(one: Cell | null, other: Cell | null): boolean {
  return one?.row === other?.row && one?.col === other?.col;
}

import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import type { ModelSnapshot, TensorView } from "../../../src/protocol/contract.ts";
import type { HostClient } from "../../platform/hostClient.ts";
import { pieceText } from "../pieceText.ts";
import type { AppState } from "../state.ts";
import type { Store } from "../store.ts";
import { remembering } from "../view.ts";
import { tensorIndex } from "./tensorIndex.ts";
import type { TensorsState } from "./tensorsState.ts";
import { TensorTask } from "./tensorTask.ts";
import { insideView, planeOf } from "./wholeView.ts";

/** Statistics of more than this are computed when they are asked for: some tenths of a second to read. */
const statisticsByThemselves = 64 * 1024 * 1024;

/** As many rows as can be labelled on a screen. */
const mostTokens = 128;

/** A pointer that passes over an element does not ask for it. */
const restMs = 60;

/** Asks the host for what the Tensors tab shows, and for no more of it than that. */
export class TensorWork {
  readonly #store: Store;
  readonly #host: HostClient;
  readonly #picture: TensorTask<NonNullable<TensorsState["picture"]>>;
  readonly #statistics: TensorTask<NonNullable<TensorsState["statistics"]>>;
  readonly #comparison: TensorTask<NonNullable<TensorsState["comparison"]>>;
  #placeKey = "";
  #elementKey = "";
  #tokensKey = "";
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** Follows the model: what was heard of another one is forgotten. */
  #model: ModelSnapshot | null = null;

  constructor(store: Store, host: HostClient) {
    this.#store = store;
    this.#host = host;
    const change = (part: Partial<TensorsState>): void =>
      store.dispatch({ type: "tensors", change: part });
    this.#picture = new TensorTask("picture", host, {
      changed: (pictureTask) => change({ pictureTask }),
      done: (picture) => change({ picture }),
    });
    this.#statistics = new TensorTask("statistics", host, {
      changed: (statisticsTask) => change({ statisticsTask }),
      done: (statistics) => change({ statistics }),
    });
    this.#comparison = new TensorTask("comparison", host, {
      changed: (comparisonTask) => change({ comparisonTask }),
      done: (comparison) => change({ comparison }),
    });
    store.subscribe((state) => this.#consider(state));
  }

  /** Those of a large tensor, too, and again after a cancel. */
  startStatistics(): void {
    const { model, tensor } = shownTensor(this.#store.state);
    if (tensor === undefined) return;
    this.#statistics.forget();
    this.#describe(model, tensor);
  }

  cancelStatistics(): void {
    this.#statistics.cancel();
  }

  cancelPicture(): void {
    this.#picture.cancel();
  }

  cancelComparison(): void {
    this.#comparison.cancel();
  }

  #consider(state: AppState): void {
    if (state.model !== this.#model) this.#forget(state.model);
    const { model, tensor, view } = shownTensor(state);
    if (tensor === undefined || state.view.tab !== "tensors" || isEmpty(tensor)) {
      this.#picture.forget();
      return;
    }
    if (this.#isElsewhere(model, view)) return;
    this.#draw(model, view, state.tensors.room);
    if (tensor.byteLength <= statisticsByThemselves) this.#describe(model, tensor);
    else if (state.tensors.statisticsTask.status === "running") this.#dropOthers(tensor);
    if (view.against !== null) this.#compare(model, tensor, view.against);
    else this.#comparison.forget();
    this.#readElement(state, model, view);
    this.#readTokens(state, tensor, view);
  }

  /** What was read of another tensor, or at another place of the leading axes, says nothing here. */
  #isElsewhere({ revision }: ModelSnapshot, { name, leading }: TensorView): boolean {
    const key = JSON.stringify([revision, name, leading]);
    if (key === this.#placeKey) return false;
    this.#placeKey = key;
    const change = { cursor: null, element: null, tokens: new Map<number, string>() };
    this.#store.dispatch({ type: "tensors", change });
    return true;
  }

  #draw(model: ModelSnapshot, view: TensorView, room: TensorsState["room"]): void {
    if (room === null) return;
    const { revision } = model;
    this.#picture.start(JSON.stringify([revision, view, room]), async (task, signal) => {
      const params = { revision, task, view, ...room };
      return { view, cells: await this.#host.call("tensorPicture", params, signal) };
    });
  }

  #describedName = "";

  #describe({ revision }: ModelSnapshot, { name }: TensorInfo): void {
    this.#describedName = name;
    this.#statistics.start(JSON.stringify([revision, name]), async (task, signal) => ({
      name,
      value: await this.#host.call("tensorStatistics", { revision, task, name }, signal),
    }));
  }

  /** Another tensor was chosen while a large one was read. */
  #dropOthers({ name }: TensorInfo): void {
    if (this.#describedName !== name) this.#statistics.forget();
  }

  #compare({ revision }: ModelSnapshot, tensor: TensorInfo, against: string): void {
    const { name } = tensor;
    const { cols } = planeOf(tensor);
    this.#comparison.start(JSON.stringify([revision, name, against]), async (task, signal) => {
      const params = { revision, task, name, against };
      const value = await this.#host.call("tensorComparison", params, signal);
      return { name, against, cols, value };
    });
  }

  #readElement({ tensors }: AppState, { revision }: ModelSnapshot, view: TensorView): void {
    const { cursor } = tensors;
    const { name, leading } = view;
    const key = JSON.stringify([revision, name, leading, cursor]);
    if (key === this.#elementKey) return;
    this.#elementKey = key;
    clearTimeout(this.#rest);
    if (cursor === null) return;
    const { row, col } = cursor;
    this.#rest = setTimeout(() => {
      this.#host
        .call("tensorElement", { revision, name, leading, row, col })
        .then(({ text }) => {
          if (key !== this.#elementKey) return;
          this.#store.dispatch({ type: "tensors", change: { element: { row, col, text } } });
        })
        // The picture says why nothing can be read of this tensor.
        .catch(() => undefined);
    }, restMs);
  }

  /** Rows of an embedding table and of an output layer are tokens of the model's own tokenizer. */
  #readTokens({ model, tensors }: AppState, tensor: TensorInfo, { rows }: TensorView): void {
    if (model === null || !rowsAreTokens(model, tensor)) return;
    const wanted = visibleRows(rows, tensors.cursor?.row);
    const ids = wanted.filter((row) => !tensors.tokens.has(row));
    const key = JSON.stringify([model.revision, ids]);
    if (ids.length === 0 || key === this.#tokensKey) return;
    this.#tokensKey = key;
    this.#host
      .call("pieces", { revision: model.revision, ids })
      .then((pieces) => {
        if (key !== this.#tokensKey) return;
        const known = new Map(this.#store.state.tensors.tokens);
        ids.forEach((id, index) => known.set(id, pieceText(pieces[index] ?? "")));
        this.#store.dispatch({ type: "tensors", change: { tokens: known } });
      })
      // A tokenizer that cannot be read leaves the rows with their numbers.
      .catch(() => undefined);
  }

  #forget(model: ModelSnapshot | null): void {
    this.#model = model;
    this.#picture.forget();
    this.#statistics.forget();
    this.#comparison.forget();
    this.#placeKey = "";
    this.#elementKey = "";
    this.#tokensKey = "";
  }
}

/** The tensor that was chosen, with a view that is inside it. */
export function shownTensor(
  state: AppState,
):
  | { readonly model: ModelSnapshot; readonly tensor: TensorInfo; readonly view: TensorView }
  | { readonly model?: undefined; readonly tensor?: undefined; readonly view?: undefined } {
  const { model, view } = state;
  if (model === null || view.tensor === null) return {};
  const tensor = indexOf(model).byName.get(view.tensor.name);
  return tensor === undefined ? {} : { model, tensor, view: inside(view.tensor, tensor) };
}

/** The index of the model in hand. */
export const indexOf = remembering(tensorIndex);

const inside = remembering(insideView);

function isEmpty(tensor: TensorInfo): boolean {
  return tensor.shape.includes(0);
}

function rowsAreTokens(model: ModelSnapshot, tensor: TensorInfo): boolean {
  const roles = indexOf(model).rolesOf(tensor);
  const isTable = roles.includes("embedding") || roles.includes("head");
  const vocabulary = model.spec?.vocabSize;
  return (
    model.noTokenizer === null &&
    isTable &&
    tensor.shape.length === 2 &&
    (vocabulary === undefined || planeOf(tensor).rows >= vocabulary)
  );
}

/** Rows that have room for a label, and the one that is read. */
function visibleRows([from, to]: TensorView["rows"], cursor: number | undefined): number[] {
  const rows = to - from <= mostTokens ? Array.from({ length: to - from }, (_, i) => from + i) : [];
  return cursor === undefined || rows.includes(cursor) ? rows : [...rows, cursor];
}

import type { ViewKind } from "../../src/protocol/contract.ts";
import { keptState } from "../platform/vscodeApi.ts";
import { publishDataColours, readTheme, type Theme, watchTheme } from "../render/theme.ts";
import type { Ahead } from "./ahead.ts";
import { Computing } from "./computing.ts";
import { exportView } from "./exporting.ts";
import { Following } from "./following.ts";
import { parseKeptView } from "./keptView.ts";
import { startPersisting } from "./persisting.ts";
import { initialState } from "./state.ts";
import { Store } from "./store.ts";
import { TensorWork } from "./tensors/tensorWork.ts";
import { startTokenising } from "./tokenising.ts";
import { createHeatmapView } from "./views/heatmapView.ts";
import { createInspectorView } from "./views/inspectorView.ts";
import { WordsWork } from "./words/wordsWork.ts";

/** Wires a view together around what was asked of the host ahead. */
export function startApp(root: HTMLElement, ahead: Ahead, kind: ViewKind): void {
  const store = new Store(initialState(kind, parseKeptView(keptState())));
  let theme: Theme = readTheme();
  publishDataColours(theme);
  const { host } = ahead;
  const computing = new Computing(store, ahead);
  ahead.answerWith({
    export: ({ format }) => exportView(store.state, format, theme),
    selfCheck: () => computing.selfCheck(),
  });
  const tensorWork = new TensorWork(store, host);
  const wordsWork = new WordsWork(store, host);
  startTokenising(store, host);
  startPersisting(store, host);
  const parts = { store, host, computing, tensorWork, wordsWork, theme: () => theme };
  const view = kind === "inspector" ? createInspectorView(parts) : createHeatmapView(parts);
  root.replaceChildren(view.element);
  view.update(store.state);
  store.subscribe((state) => view.update(state));
  watchTheme(() => {
    theme = readTheme();
    publishDataColours(theme);
    store.dispatch({ type: "theme" });
  });
  void new Following(store, ahead, computing).loadModel();
}

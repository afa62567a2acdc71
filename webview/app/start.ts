import type { ViewKind } from "../../src/protocol/contract.ts";
import { createHostClient } from "../platform/hostClient.ts";
import { keptState } from "../platform/vscodeApi.ts";
import { publishDataColours, readTheme, type Theme, watchTheme } from "../render/theme.ts";
import { Computing } from "./computing.ts";
import { exportView } from "./exporting.ts";
import { Following } from "./following.ts";
import { parseKeptView } from "./keptView.ts";
import { startPersisting } from "./persisting.ts";
import { initialState } from "./state.ts";
import { Store } from "./store.ts";
import { startTokenising } from "./tokenising.ts";
import { createHeatmapView } from "./views/heatmapView.ts";
import { createInspectorView } from "./views/inspectorView.ts";

/** Wires a view together and asks the host for its model. */
export function startApp(root: HTMLElement, kind: ViewKind): void {
  const store = new Store(initialState(kind, parseKeptView(keptState())));
  let theme: Theme = readTheme();
  publishDataColours(theme);
  const host = createHostClient({
    export: ({ format }) => exportView(store.state, format, theme),
    selfCheck: () => computing.selfCheck(),
  });
  const computing = new Computing(store, host);
  startTokenising(store, host);
  startPersisting(store, host);
  const parts = { store, host, computing, theme: () => theme };
  const view = kind === "inspector" ? createInspectorView(parts) : createHeatmapView(parts);
  root.replaceChildren(view.element);
  view.update(store.state);
  store.subscribe((state) => view.update(state));
  watchTheme(() => {
    theme = readTheme();
    publishDataColours(theme);
    store.dispatch({ type: "theme" });
  });
  void new Following(store, host, computing).loadModel();
}

import type { ViewState } from "../../src/protocol/contract.ts";
import type { HostClient } from "../platform/hostClient.ts";
import { keepState } from "../platform/vscodeApi.ts";
import type { Store } from "./store.ts";

/** Pause after which the host hears of a change: a drag is one change, not a hundred. */
const debounceMs = 250;

/** Keeps the view's state in VS Code at once, and in the workspace after a pause. */
export function startPersisting(store: Store, host: HostClient): void {
  let known: ViewState = store.state.view;
  let told = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    clearTimeout(timer);
    const text = JSON.stringify(known);
    if (text === told || store.state.model === null) return;
    told = text;
    host.tell("state", known);
  };
  store.subscribe(({ view, viewBy }) => {
    if (view === known) return;
    known = view;
    keepState(view);
    clearTimeout(timer);
    // What the host said goes back to nobody.
    if (viewBy === "host") return;
    timer = setTimeout(tell, debounceMs);
  });
  window.addEventListener("pagehide", () => {
    if (store.state.viewBy === "user") tell();
  });
}

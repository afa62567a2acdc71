import type { HostEvents, ViewState } from "../../src/protocol/contract.ts";
import type { Ahead } from "./ahead.ts";
import type { Computing } from "./computing.ts";
import { messageOf, wasCancelled } from "./failures.ts";
import { parseKeptView } from "./keptView.ts";
import type { Store } from "./store.ts";

/** Takes over what the host says: the model, the settings, the other view's choices. */
export class Following {
  readonly #store: Store;
  readonly #ahead: Ahead;
  #load = new AbortController();
  /** What was said before the model was there, to be kept above the state that comes with it. */
  #early: Partial<ViewState> = {};

  constructor(store: Store, ahead: Ahead, computing: Computing) {
    this.#store = store;
    this.#ahead = ahead;
    const { host } = ahead;
    host.on("modelChanged", () => void this.loadModel());
    host.on("settingsChanged", () => computing.replaceBackend());
    host.on("setPrompt", ({ text }) => this.#change({ prompt: text, ids: null }, "user"));
    host.on("showTab", ({ tab }) => this.#change({ tab }, "user"));
    host.on("state", (state) => this.#adopt(state));
    if (store.state.kind === "heatmap") this.#followInspector();
  }

  /** Asks for the model; an answer that a newer question overtook is dropped. */
  async loadModel(): Promise<void> {
    this.#load.abort();
    this.#load = new AbortController();
    const { signal } = this.#load;
    try {
      const model = await this.#ahead.model(signal);
      this.#store.dispatch({ type: "modelLoaded", model });
      if (model !== null && Object.keys(this.#early).length > 0) this.#change(this.#early, "user");
      this.#early = {};
    } catch (error) {
      if (wasCancelled(error)) return;
      this.#store.dispatch({ type: "modelFailed", message: messageOf(error) });
    }
  }

  #change(change: Partial<ViewState>, by: "user" | "host"): void {
    if (this.#store.state.model === null) this.#early = { ...this.#early, ...change };
    else this.#store.dispatch({ type: "viewChanged", change, by });
  }

  #adopt(state: HostEvents["state"]): void {
    const kept = parseKeptView(state);
    if (kept === null) return;
    const { prompt, ids, layer, head, removal, zoom, tensor, words } = kept;
    // Each view keeps its own tab: the side panel has none to choose. It shows no tensor and no words either, and must
    // not write older ones over the Inspector's.
    const shared = { prompt, ids, layer, head, removal, zoom };
    const isPanel = this.#store.state.kind === "heatmap";
    this.#change(isPanel ? { ...shared, tensor, words } : shared, "host");
  }

  /** The host says after each answer to `model` whether the Inspector draws (a picture) or nobody does (null). */
  #followInspector(): void {
    this.#ahead.host.on("picture", (picture) => {
      if (picture === null) {
        this.#store.dispatch({ type: "lead", lead: "alone" });
        return;
      }
      const { layer, head, removal, backend } = picture;
      this.#store.dispatch({ type: "lead", lead: "follows" });
      this.#store.dispatch({ type: "backend", backend });
      this.#change({ layer, head, removal }, "host");
      this.#store.dispatch({ type: "maps", maps: picture });
    });
  }
}

import { type Action, reduce } from "./reducer.ts";
import type { AppState } from "./state.ts";

/** The one place where the state changes. Listeners hear once per turn of the event loop, however much happened. */
export class Store {
  #state: AppState;
  #isScheduled = false;
  readonly #listeners = new Set<(state: AppState) => void>();

  constructor(state: AppState) {
    this.#state = state;
  }

  get state(): AppState {
    return this.#state;
  }

  dispatch(action: Action): void {
    const next = reduce(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => this.#notify());
  }

  subscribe(listener: (state: AppState) => void): void {
    this.#listeners.add(listener);
  }

  #notify(): void {
    this.#isScheduled = false;
    for (const listener of this.#listeners) listener(this.#state);
  }
}

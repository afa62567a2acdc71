import type { Disposable } from "./disposableStore.ts";

/** Runs `work` once the calls have paused for `pauseMs`; a disposed one never runs again. */
export interface Debounced extends Disposable {
  (): void;
}

export function createDebounced(pauseMs: number, work: () => void): Debounced {
  let timer: NodeJS.Timeout | undefined;
  let isDisposed = false;
  const call = (): void => {
    clearTimeout(timer);
    if (!isDisposed) {
      timer = setTimeout(work, pauseMs);
    }
  };
  const dispose = (): void => {
    isDisposed = true;
    clearTimeout(timer);
  };
  return Object.assign(call, { dispose });
}

import type { HostClient } from "../platform/hostClient.ts";
import { messageOf, wasCancelled } from "./failures.ts";
import type { AppState, TokenState } from "./state.ts";
import type { Store } from "./store.ts";
import { firstIds } from "./tokenIds.ts";

/** Pause in typing after which the prompt is cut anew. */
const debounceMs = 120;

/** Keeps the tokens in step with the prompt: the host cuts it, and an answer to an older prompt is dropped. */
export function startTokenising(store: Store, host: HostClient): void {
  let asked: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current = new AbortController();
  store.subscribe((state) => {
    const question = questionOf(state);
    if (question === undefined || question === asked) return;
    const isFirst = asked === undefined;
    asked = question;
    clearTimeout(timer);
    current.abort();
    current = new AbortController();
    const { signal } = current;
    timer = setTimeout(
      () => {
        void cut(store.state, host, signal).then((tokens) => {
          if (signal.aborted) return;
          asked = undefined;
          if (tokens !== undefined) store.dispatch({ type: "tokens", tokens });
        });
      },
      isFirst ? 0 : debounceMs,
    );
  });
}

/** Names what has to be cut, or `undefined` where nothing has to be. */
function questionOf(state: AppState): string | undefined {
  if (state.model === null || state.tokens.status !== "waiting") return undefined;
  return JSON.stringify([state.model.revision, state.view.prompt, state.view.ids]);
}

async function cut(
  state: AppState,
  host: HostClient,
  signal: AbortSignal,
): Promise<TokenState | undefined> {
  const { model, view } = state;
  if (model === null) return undefined;
  if (model.noTokenizer !== null) {
    const ids = view.ids ?? firstIds(model.spec?.vocabSize);
    return { status: "ready", ids, pieces: ids.map((id) => `#${id}`) };
  }
  try {
    const params = { revision: model.revision, text: view.prompt };
    const { ids, tokens } = await host.call("tokenize", params, signal);
    return { status: "ready", ids, pieces: tokens };
  } catch (error) {
    if (wasCancelled(error)) return undefined;
    return { status: "failed", message: messageOf(error) };
  }
}

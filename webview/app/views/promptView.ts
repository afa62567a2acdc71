import { element, setText } from "../element.ts";
import type { AppState } from "../state.ts";
import type { Store } from "../store.ts";
import { parseTokenIds } from "../tokenIds.ts";
import type { View } from "../view.ts";

/** A toolkit text area behaves like the native one. */
type TextArea = HTMLElement & { value: string };

/** Where the text is typed, or its ids where the model's folder has no tokenizer. */
export function createPromptView(store: Store): View {
  const prompt = createArea("Prompt", "Type a sentence");
  const ids = createArea("Token ids", "0, 1, 2, …");
  const problem = element("p", { class: "problem", role: "alert", hidden: true });
  const why = element("p", { class: "note" });
  const idsEntry = element("div", { hidden: true }, ids, why);
  prompt.addEventListener("input", () => {
    const change = { prompt: prompt.value, ids: null };
    store.dispatch({ type: "viewChanged", change, by: "user" });
  });
  ids.addEventListener("input", () => {
    const typed = parseTokenIds(ids.value, store.state.model?.spec?.vocabSize);
    showProblem(problem, typed.problem);
    if (typed.problem !== "") return;
    store.dispatch({ type: "viewChanged", change: { ids: typed.ids }, by: "user" });
  });
  return {
    element: element("div", { class: "prompt" }, prompt, idsEntry, problem),
    update(state) {
      const noTokenizer = state.model?.noTokenizer ?? null;
      prompt.hidden = noTokenizer !== null;
      idsEntry.hidden = noTokenizer === null;
      if (noTokenizer !== null) setText(why, noTokenizer);
      follow(prompt, state.view.prompt);
      if (noTokenizer !== null) follow(ids, shownIds(state));
      if (state.tokens.status === "failed") showProblem(problem, state.tokens.message);
      else if (noTokenizer === null) showProblem(problem, "");
    },
  };
}

function createArea(name: string, placeholder: string): TextArea {
  const attributes = {
    "aria-label": name,
    placeholder,
    rows: 2,
    resize: "vertical",
    class: "area",
  };
  return element("vscode-text-area", attributes, name) as TextArea;
}

/** What somebody is typing into is never overwritten. */
function follow(area: TextArea, text: string): void {
  if (document.activeElement !== area && area.value !== text) area.value = text;
}

function shownIds({ view, tokens }: AppState): string {
  return (view.ids ?? (tokens.status === "ready" ? tokens.ids : [])).join(", ");
}

function showProblem(target: HTMLElement, text: string): void {
  target.hidden = text === "";
  setText(target, text);
}

import { schemeLabel } from "../../../src/core/positions/registry.ts";
import { formatCount } from "../../render/numbers.ts";
import { element, setText } from "../element.ts";
import type { AppState } from "../state.ts";
import type { Store } from "../store.ts";
import type { View } from "../view.ts";
import { createAttentionView } from "./attentionView.ts";
import { createExtrapolationView } from "./extrapolation/extrapolationView.ts";
import { createFrequenciesView } from "./frequencies/frequenciesView.ts";
import { createOverviewView } from "./overviewView.ts";
import { createPromptView } from "./promptView.ts";
import { createStatusLine } from "./statusLine.ts";
import { createTabPanel, createTabs } from "./tabs.ts";
import { createTensorsView } from "./tensors/tensorsView.ts";
import { createTokensView } from "./tokensView.ts";
import { createVectorsView } from "./vectorsView.ts";
import type { ViewParts } from "./viewParts.ts";
import { createWordsTab } from "./words/wordsTab.ts";

/** The Inspector: what the model is, and the pictures of a prompt. */
export function createInspectorView(parts: ViewParts): View {
  const { store, host, computing, theme } = parts;
  const title = element("h1", {});
  const facts = element("p", { class: "facts-line" });
  const entry = createEntry(store);
  const views = [
    createTabs(store),
    entry,
    createTabPanel("overview", createOverviewView(host)),
    createTabPanel("vectors", createVectorsView(store, theme)),
    createTabPanel("attention", createAttentionView(store, theme)),
    createTabPanel("extrapolation", createExtrapolationView(store)),
    createTabPanel("frequencies", createFrequenciesView(store)),
    createTabPanel("words", createWordsTab(parts)),
    createTabPanel("tensors", createTensorsView(parts)),
  ];
  const status = createStatusLine({
    cancel: () => computing.cancel(),
    again: () => computing.restart(),
  });
  const main = element("main", {}, ...views.map((view) => view.element));
  const header = element("header", { class: "header" }, title, facts);
  const root = element("div", { class: "inspector" }, header, main, status.element);
  return {
    element: root,
    update(state) {
      setText(title, state.model?.label ?? "Poslens");
      setText(facts, factsText(state));
      for (const view of views) view.update(state);
      status.update(state);
    },
  };
}

/** Prompt and tokens, on the tabs that show something of them. */
function createEntry(store: Store): View {
  const prompt = createPromptView(store);
  const tokens = createTokensView(store);
  const root = element("div", { class: "entry" }, prompt.element, tokens.element);
  return {
    element: root,
    update(state) {
      root.hidden = state.view.tab !== "attention" && state.view.tab !== "vectors";
      if (root.hidden) return;
      prompt.update(state);
      tokens.update(state);
    },
  };
}

function factsText({ model }: AppState): string {
  const spec = model?.spec;
  if (spec === null || spec === undefined) return "";
  const { trained, declared } = spec.lengths;
  const lengths = [
    trained === undefined ? "" : `trained ${formatCount(trained)}`,
    declared === undefined || declared === trained ? "" : `declared ${formatCount(declared)}`,
  ];
  const sizes = `${spec.layers} layers × ${spec.heads} heads`;
  return [schemeLabel(spec.scheme), ...lengths, sizes].filter((part) => part !== "").join(" · ");
}

import type { TabId } from "../../../src/protocol/contract.ts";
import { element } from "../element.ts";
import type { Store } from "../store.ts";
import type { View } from "../view.ts";
import { tabsOf } from "../words/wordsModel.ts";

const names: Readonly<Record<TabId, string>> = {
  overview: "Overview",
  vectors: "Vectors",
  attention: "Attention",
  extrapolation: "Extrapolation",
  frequencies: "Frequencies",
  words: "Words",
  tensors: "Tensors",
};

/** Tabs as the WAI-ARIA pattern has them: one stop for the Tab key, arrows between them. */
export function createTabs(store: Store): View {
  const ids = Object.keys(names) as TabId[];
  const buttons = ids.map((id) => {
    const button = element(
      "button",
      {
        role: "tab",
        id: `tab-${id}`,
        "aria-controls": `panel-${id}`,
        class: "tab",
        type: "button",
      },
      names[id],
    );
    button.addEventListener("click", () => choose(store, id));
    return button;
  });
  const list = element(
    "div",
    { role: "tablist", class: "tabs", "aria-label": "Inspector" },
    ...buttons,
  );
  list.addEventListener("keydown", (event) => {
    const shown = tabsOf(store.state.model);
    const next = nextTab(event.key, shown.indexOf(store.state.view.tab), shown.length);
    const id = next === undefined ? undefined : shown[next];
    if (id === undefined) return;
    event.preventDefault();
    choose(store, id);
    buttons[ids.indexOf(id)]?.focus();
  });
  return {
    element: list,
    update({ view, model }) {
      const shown = tabsOf(model);
      buttons.forEach((button, index) => {
        const id = ids[index];
        const isChosen = id === view.tab;
        button.hidden = id === undefined || !shown.includes(id);
        button.setAttribute("aria-selected", String(isChosen));
        button.tabIndex = isChosen ? 0 : -1;
      });
    },
  };
}

/** The panel of a tab; hidden while another tab is chosen. */
export function createTabPanel(id: TabId, ...views: readonly View[]): View {
  const panel = element(
    "div",
    { role: "tabpanel", id: `panel-${id}`, "aria-labelledby": `tab-${id}`, class: "panel" },
    ...views.map((view) => view.element),
  );
  return {
    element: panel,
    update(state) {
      panel.hidden = state.view.tab !== id;
      if (panel.hidden) return;
      for (const view of views) view.update(state);
    },
  };
}

function choose(store: Store, tab: TabId): void {
  store.dispatch({ type: "viewChanged", change: { tab }, by: "user" });
}

function nextTab(key: string, index: number, count: number): number | undefined {
  if (key === "ArrowRight") return (index + 1) % count;
  if (key === "ArrowLeft") return (index + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}

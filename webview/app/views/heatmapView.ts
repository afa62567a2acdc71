import { element, setText } from "../element.ts";
import { headView } from "../matrices.ts";
import type { AppState, MapName } from "../state.ts";
import { remembering, type View } from "../view.ts";
import { AttentionMaps } from "./attentionMaps.ts";
import { insteadText, isStale } from "./attentionView.ts";
import type { ViewParts } from "./viewParts.ts";
import { createPromptView } from "./promptView.ts";
import { createRemovalChoice } from "./removalChoice.ts";
import { createStatusLine } from "./statusLine.ts";

const mapLabels: readonly (readonly [MapName, string])[] = [
  ["with", "with"],
  ["without", "without"],
  ["difference", "difference"],
];

/** The side panel: one map of the chosen head at a time. */
export function createHeatmapView(view: ViewParts): View {
  const { store, host, computing } = view;
  const empty = createEmpty(() => {
    host.call("inspect", null).catch((error: unknown) => {
      host.tell("log", { level: "warn", message: String(error) });
    });
  });
  const title = element("h1", {});
  const picker = createHeadPicker((change) => {
    store.dispatch({ type: "viewChanged", change, by: "user" });
  });
  const choice = createMapChoice((map) => store.dispatch({ type: "shownMap", map }));
  const maps = new AttentionMaps(store, () => view.theme());
  const removal = createRemovalChoice(store);
  const prompt = createPromptView(store);
  const instead = element("p", { class: "instead" });
  const status = createStatusLine({
    cancel: () => computing.cancel(),
    again: () => computing.restart(),
  });
  const top = element("div", { class: "pickers" }, picker.element, choice.element);
  const parts = [
    title,
    top,
    instead,
    maps.element,
    prompt.element,
    removal.element,
    status.element,
  ];
  const full = element("div", { class: "heatmap-full" }, ...parts);
  const viewOf = remembering(headView);
  return {
    element: element("main", { class: "heatmap-view" }, empty, full),
    update(state) {
      empty.hidden = state.load !== "none";
      full.hidden = !empty.hidden;
      if (full.hidden) return;
      setText(title, state.model?.label ?? "");
      for (const view of [picker, choice, prompt, removal, status]) view.update(state);
      const reason = insteadText(state);
      instead.hidden = reason === "";
      setText(instead, reason);
      const picture = state.computed.maps;
      maps.element.hidden = picture === null;
      maps.element.classList.toggle("stale", isStale(state));
      if (picture !== null) maps.update(viewOf(picture, state.model?.spec ?? null), state);
    },
  };
}

function createEmpty(inspect: () => void): HTMLElement {
  const button = element("vscode-button", {}, "Inspect Model…");
  button.addEventListener("click", inspect);
  const text = "No model is open. Choose a model folder to see how its attention uses positions.";
  return element("div", { class: "empty" }, element("p", {}, text), button);
}

/** Layer and head by number; the Inspector has the grid of pictures. */
function createHeadPicker(choose: (change: { layer?: number; head?: number }) => void): View {
  const layer = createSelect("Layer", (value) => choose({ layer: value }));
  const head = createSelect("Head", (value) => choose({ head: value }));
  const fill = remembering((layers: number, heads: number) => {
    layer.fill(layers);
    head.fill(heads);
  });
  return {
    element: element("div", { class: "head-picker" }, layer.element, head.element),
    update({ model, view }: AppState) {
      fill(model?.spec?.layers ?? 0, model?.spec?.heads ?? 0);
      layer.select.value = String(view.layer);
      head.select.value = String(view.head);
    },
  };
}

function createSelect(
  name: string,
  choose: (value: number) => void,
): { element: HTMLElement; select: HTMLSelectElement; fill(count: number): void } {
  const select = element("select", { "aria-label": name });
  select.addEventListener("change", () => choose(Number(select.value)));
  return {
    element: element("label", { class: "select" }, element("span", {}, name), select),
    select,
    fill(count) {
      const options = Array.from({ length: count }, (_, index) =>
        element("option", { value: index }, String(index)),
      );
      select.replaceChildren(...options);
    },
  };
}

function createMapChoice(choose: (map: MapName) => void): View {
  const buttons = mapLabels.map(([map, label]) => {
    const button = element("button", { type: "button", class: "segment", role: "radio" }, label);
    button.addEventListener("click", () => choose(map));
    return button;
  });
  const group = element(
    "div",
    { role: "radiogroup", "aria-label": "Map", class: "segments" },
    ...buttons,
  );
  group.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = (at + step + buttons.length) % buttons.length;
    const map = mapLabels[next]?.[0];
    if (map !== undefined) choose(map);
    buttons[next]?.focus();
  });
  return {
    element: group,
    update({ shownMap }) {
      buttons.forEach((button, index) => {
        const isChosen = mapLabels[index]?.[0] === shownMap;
        button.setAttribute("aria-checked", String(isChosen));
        button.tabIndex = isChosen ? 0 : -1;
      });
    },
  };
}

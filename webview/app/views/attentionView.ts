import type { Theme } from "../../render/theme.ts";
import { whyNoAttention } from "../computeJob.ts";
import { element, setText } from "../element.ts";
import { headView } from "../matrices.ts";
import type { AppState } from "../state.ts";
import type { Store } from "../store.ts";
import { remembering, type View } from "../view.ts";
import { AttentionMaps } from "./attentionMaps.ts";
import { DistanceChart } from "./distanceChart.ts";
import { createHeadsGrid } from "./headsGrid.ts";
import { createRemovalChoice } from "./removalChoice.ts";

/** Attention of the chosen head, all heads to choose from, and the mean by distance. */
export function createAttentionView(store: Store, theme: () => Theme): View {
  const heads = createHeadsGrid(store, theme);
  const removal = createRemovalChoice(store);
  const maps = new AttentionMaps(store, theme);
  const distance = new DistanceChart(store);
  const title = element("h2", {});
  const instead = element("p", { class: "instead" });
  const picture = element("div", { class: "picture" }, title, maps.element, distance.element);
  const side = element(
    "aside",
    { class: "chooser" },
    element("h2", {}, "Heads"),
    element("div", { class: "heads-scroller" }, heads.element),
    element("p", { class: "note" }, "Largest weight per cell, with position; measured."),
    removal.element,
  );
  const both = element("div", { class: "attention" }, side, picture);
  const viewOf = remembering(headView);
  return {
    element: element("div", {}, instead, both),
    update(state) {
      const reason = insteadText(state);
      instead.hidden = reason === "";
      setText(instead, reason);
      both.hidden = state.model === null || whyNoAttention(state.model) !== "";
      if (both.hidden) return;
      heads.update(state);
      removal.update(state);
      const { maps: shown } = state.computed;
      picture.hidden = shown === null;
      if (shown === null) return;
      setText(title, titleOf(state));
      picture.classList.toggle("stale", isStale(state));
      const view = viewOf(shown, state.model?.spec ?? null);
      maps.update(view, state);
      distance.update(view, state);
    },
  };
}

/** What stands where the picture cannot, or empty. */
export function insteadText(state: AppState): string {
  if (state.load === "loading") return "Reading the model…";
  if (state.load === "failed") return state.failure;
  if (state.model === null) return "";
  const reason = whyNoAttention(state.model);
  if (reason !== "") return reason;
  if (state.run.status === "failed") return state.run.message;
  const isEmpty = state.tokens.status === "ready" && state.tokens.ids.length === 0;
  return isEmpty ? "Type a sentence to see how its tokens attend to each other." : "";
}

/** The picture belongs to an earlier choice until the next one is there. */
export function isStale({ computed, tokens, view, lead }: AppState): boolean {
  const { maps } = computed;
  if (maps === null || lead === "follows") return false;
  const isOtherHead =
    maps.layer !== view.layer || maps.head !== view.head || maps.removal !== view.removal;
  return isOtherHead || (tokens.status === "ready" && tokens.pieces !== maps.tokens);
}

function titleOf({ computed: { maps } }: AppState): string {
  if (maps === null) return "";
  return `Layer ${maps.layer}, head ${maps.head} · ${maps.removal} removal · measured from the model's own weights`;
}

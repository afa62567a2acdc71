import { element, setText } from "../element.ts";
import type { Store } from "../store.ts";
import type { View } from "../view.ts";

const meanings = {
  local: "Same inputs to this layer; position is removed inside this attention only.",
  global: "Position is removed from the whole forward pass, so this layer's inputs change as well.",
} as const;

/** Toolkit radio groups tell their value like native ones. */
type RadioGroup = HTMLElement & { value: string };

/** Which removal "without position" means. */
export function createRemovalChoice(store: Store): View {
  const group = element(
    "vscode-radio-group",
    { orientation: "horizontal", class: "removal", "aria-label": "Without position means" },
    element("label", { slot: "label" }, "Without position means"),
    element("vscode-radio", { value: "local" }, "local"),
    element("vscode-radio", { value: "global" }, "global"),
  ) as RadioGroup;
  const meaning = element("p", { class: "note" });
  group.addEventListener("change", () => {
    const removal = group.value === "global" ? "global" : "local";
    if (removal !== store.state.view.removal) {
      store.dispatch({ type: "viewChanged", change: { removal }, by: "user" });
    }
  });
  return {
    element: element("div", { class: "removal-choice" }, group, meaning),
    update({ view }) {
      if (group.value !== view.removal) group.value = view.removal;
      setText(meaning, meanings[view.removal]);
    },
  };
}

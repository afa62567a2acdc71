import { formatCount } from "../../render/numbers.ts";
import { element, setText } from "../element.ts";
import type { Store } from "../store.ts";
import type { View } from "../view.ts";
import {
  lengthOfModel,
  longestRequest,
  multiples,
  nothingAsked,
  parseLength,
  requestedLength,
} from "../whatIf/lengthChoice.ts";

/** The length that is asked about: multiples of the trained one, or any that is typed. */
export function createLengthControl(store: Store): View {
  const buttons = multiples.map((multiple) => multipleButton(store, multiple));
  // Not the toolkit's: that one calls itself "Text field" to screen readers.
  const field = element("input", {
    type: "text",
    class: "parameter",
    size: 11,
    "aria-label": "Requested length, tokens",
  });
  const problem = element("p", { class: "problem", role: "alert" });
  problem.hidden = true;
  field.addEventListener("change", () => {
    const length = parseLength(field.value);
    problem.hidden = length !== undefined;
    if (length !== undefined) ask(store, length);
    else {
      const found = field.value === "" ? "Nothing was typed" : `“${field.value}” is no length`;
      setText(
        problem,
        `${found}: whole tokens from 1 to ${formatCount(longestRequest)} are allowed.`,
      );
    }
  });
  const group = element(
    "div",
    { class: "length-control", role: "group", "aria-label": "Requested length" },
    element("span", { class: "label" }, "Requested length"),
    ...buttons,
    field,
    element("span", { class: "note" }, "tokens"),
  );
  let shown = 0;
  return {
    element: element("div", {}, group, problem),
    update({ model, view }) {
      const spec = model?.spec;
      group.hidden = spec === null || spec === undefined;
      if (spec === null || spec === undefined) return;
      const requested = requestedLength(spec, view.whatIf);
      const known = lengthOfModel(spec);
      buttons.forEach((button, index) => {
        const length = (known ?? 0) * (multiples[index] ?? 0);
        button.hidden = known === undefined;
        button.setAttribute("aria-pressed", String(length === requested));
        button.setAttribute("title", `${formatCount(length)} tokens`);
      });
      if (requested === shown) return;
      shown = requested;
      problem.hidden = true;
      field.value = formatCount(requested);
    },
  };
}

function multipleButton(store: Store, multiple: number): HTMLElement {
  const look = { appearance: "secondary", class: "small", "aria-pressed": "false" };
  const button = element("vscode-button", look, `${multiple}×`);
  button.addEventListener("click", () => {
    const spec = store.state.model?.spec;
    const known = spec === null || spec === undefined ? undefined : lengthOfModel(spec);
    if (known !== undefined) ask(store, Math.min(known * multiple, longestRequest));
  });
  return button;
}

function ask(store: Store, length: number): void {
  const whatIf = { ...(store.state.view.whatIf ?? nothingAsked), length };
  store.dispatch({ type: "viewChanged", change: { whatIf }, by: "user" });
}

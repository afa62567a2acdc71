import { bareKinds } from "../../../src/core/positions/registry.ts";
import type { SchemeParameter } from "../../../src/core/positions/schemeParameter.ts";
import type { WhatIfView } from "../../../src/protocol/contract.ts";
import { element, setText } from "../element.ts";
import type { Store } from "../store.ts";
import { defaultText, type TypedScheme } from "../vectors/typedScheme.ts";
import { remembering } from "../view.ts";
import { nothingAsked } from "../whatIf/lengthChoice.ts";

/** The list of schemes, and a field for each parameter of the chosen one. */
export class SchemeForm {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #select = element("select", { "aria-label": "What if this model used" });
  readonly #fields = element("div", { class: "parameters" });
  readonly #problem = element("p", { class: "problem", role: "alert" });
  readonly #inputs = new Map<string, HTMLInputElement | HTMLSelectElement>();

  constructor(store: Store) {
    this.#store = store;
    const options = bareKinds().map(({ kind, bare }) =>
      element("option", { value: kind }, bare?.title ?? kind),
    );
    this.#select.append(element("option", { value: "" }, "nothing else"), ...options);
    this.#select.addEventListener("change", () => {
      this.#ask({ scheme: this.#select.value === "" ? null : this.#select.value, parameters: {} });
    });
    this.element = element(
      "div",
      { class: "scheme-form", role: "group", "aria-label": "What if this model used" },
      element("label", { class: "select" }, "What if this model used", this.#select),
      this.#fields,
      this.#problem,
    );
  }

  show(asked: WhatIfView, typed: TypedScheme | undefined): void {
    const kind = asked.scheme ?? "";
    if (this.#select.value !== kind) this.#select.value = kind;
    this.#build(kind);
    for (const [name, input] of this.#inputs) {
      const text = asked.parameters[name] ?? "";
      if (document.activeElement !== input && text !== "") input.value = text;
      input.setAttribute("aria-invalid", String(typed?.problems.has(name) ?? false));
    }
    const problems = typed === undefined ? [] : [...typed.problems.values()];
    this.#problem.hidden = problems.length === 0;
    setText(this.#problem, problems.join("; "));
  }

  readonly #build = remembering((kind: string) => {
    this.#inputs.clear();
    const bare = bareKinds().find((one) => one.kind === kind)?.bare;
    const fields = (bare?.parameters ?? []).map((parameter) => {
      const input = inputOf(parameter);
      input.addEventListener("change", () => {
        const { parameters } = this.#store.state.view.whatIf ?? nothingAsked;
        this.#ask({ parameters: { ...parameters, [parameter.name]: input.value } });
      });
      this.#inputs.set(parameter.name, input);
      return element("label", { class: "select", title: parameter.means }, parameter.name, input);
    });
    this.#fields.replaceChildren(...fields);
  });

  #ask(part: Partial<WhatIfView>): void {
    const whatIf = { ...(this.#store.state.view.whatIf ?? nothingAsked), ...part };
    this.#store.dispatch({ type: "viewChanged", change: { whatIf }, by: "user" });
  }
}

function inputOf(parameter: SchemeParameter): HTMLInputElement | HTMLSelectElement {
  const { name, means, choices } = parameter;
  const first = defaultText(parameter);
  if (choices !== undefined) {
    const select = element("select", { "aria-description": means });
    select.append(...choices.map((choice) => element("option", { value: choice }, choice)));
    select.value = first;
    return select;
  }
  const look = { class: "parameter", size: 9, spellcheck: "false", "aria-description": means };
  const input = element("input", { type: "text", name, ...look });
  input.value = first;
  return input;
}

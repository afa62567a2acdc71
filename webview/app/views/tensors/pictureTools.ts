import type { TensorInfo } from "../../../../src/core/formats/tensorTable.ts";
import type { ModelSnapshot, TensorView } from "../../../../src/protocol/contract.ts";
import { element } from "../../element.ts";
import { indexOf } from "../../tensors/tensorWork.ts";
import { remembering } from "../../view.ts";

export interface PictureToolHooks {
  change(change: Partial<TensorView>): void;
  /** 0 = all of it. */
  zoom(factor: number): void;
  readonly table: HTMLElement;
}

/** As many tensors as a list can offer; a name that is typed finds the others. */
const mostChoices = 200;

/** Which place of the leading axes, what stands for a cell, what it is compared with, and how large. */
export class PictureTools {
  readonly element: HTMLElement;
  readonly #hooks: PictureToolHooks;
  readonly #leading = element("span", { class: "leading" });
  readonly #pool = element(
    "select",
    { "aria-label": "Cells show" },
    element("option", { value: "extreme" }, "farthest from zero"),
    element("option", { value: "mean" }, "mean"),
  );
  readonly #choices = element("datalist", { id: "comparable-tensors" });
  readonly #against = element("input", {
    type: "search",
    class: "against",
    list: "comparable-tensors",
    placeholder: "Compare with…",
    "aria-label": "Compare with tensor",
  });
  #names: ReadonlySet<string> = new Set();

  constructor(hooks: PictureToolHooks) {
    this.#hooks = hooks;
    this.#pool.addEventListener("change", () =>
      hooks.change({ pool: this.#pool.value === "mean" ? "mean" : "extreme" }),
    );
    this.#against.addEventListener("input", () => this.#compare());
    const pool = element("label", { class: "select" }, element("span", {}, "Cells"), this.#pool);
    this.element = element(
      "div",
      { class: "figure-head" },
      this.#leading,
      pool,
      this.#against,
      this.#choices,
      element(
        "div",
        { class: "tools" },
        button("Zoom in", "+", () => hooks.zoom(1.5)),
        button("Zoom out", "−", () => hooks.zoom(1 / 1.5)),
        button("1:1, whole tensor", "1:1", () => hooks.zoom(0)),
        hooks.table,
      ),
    );
  }

  show(model: ModelSnapshot, tensor: TensorInfo, view: TensorView): void {
    this.#fill(model, tensor);
    this.#pool.value = view.pool;
    if (document.activeElement !== this.#against) this.#against.value = view.against ?? "";
    view.leading.forEach((index, axis) => {
      const input = this.#leading.querySelectorAll("input")[axis];
      if (input !== undefined && document.activeElement !== input) input.value = String(index);
    });
  }

  readonly #fill = remembering((model: ModelSnapshot, tensor: TensorInfo): void => {
    const axes = tensor.shape.slice(0, -2);
    this.#leading.hidden = axes.length === 0;
    this.#leading.replaceChildren(...axes.map((size, axis) => this.#axis(size, axis)));
    const shape = tensor.shape.join();
    const others = indexOf(model).tensors.filter(
      (other) => other !== tensor && other.dtype !== undefined && other.shape.join() === shape,
    );
    this.#names = new Set(others.map(({ name }) => name));
    this.#against.hidden = others.length === 0;
    this.#choices.replaceChildren(
      ...others.slice(0, mostChoices).map(({ name }) => element("option", { value: name })),
    );
  });

  #axis(size: number, axis: number): HTMLElement {
    const input = element("input", {
      type: "number",
      class: "index",
      min: 0,
      max: size - 1,
      step: 1,
      value: 0,
      "aria-label": `Index of axis ${axis}`,
    });
    input.addEventListener("input", () => {
      const index = Number(input.value);
      if (input.value === "" || !Number.isInteger(index) || index < 0 || index >= size) return;
      const inputs = [...this.#leading.querySelectorAll("input")];
      this.#hooks.change({ leading: inputs.map(({ value }) => Number(value)) });
    });
    const name = element("span", {}, `axis ${axis}`);
    const total = element("span", { class: "note" }, `of ${size}`);
    return element("label", { class: "select" }, name, input, total);
  }

  #compare(): void {
    const name = this.#against.value.trim();
    if (name === "") this.#hooks.change({ against: null });
    else if (this.#names.has(name)) this.#hooks.change({ against: name });
  }
}

function button(name: string, text: string, act: () => void): HTMLElement {
  const made = element(
    "vscode-button",
    { appearance: "secondary", class: "small", "aria-label": name, title: name },
    text,
  );
  made.addEventListener("click", act);
  return made;
}

import { element } from "../element.ts";
import type { TableName } from "../state.ts";
import type { Store } from "../store.ts";

/** Shows or hides the table that says the same as a picture. */
export function tableButton(store: Store, table: TableName): HTMLElement {
  const button = element("vscode-button", { appearance: "secondary", class: "small" }, "Table");
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => store.dispatch({ type: "table", table }));
  store.subscribe(({ tables }) => {
    button.setAttribute("aria-pressed", String(tables.includes(table)));
  });
  return button;
}

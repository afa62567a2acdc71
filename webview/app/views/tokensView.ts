import { formatCount } from "../../render/numbers.ts";
import { element, setText } from "../element.ts";
import { pieceText } from "../pieceText.ts";
import type { TokenState } from "../state.ts";
import { remembering, type View } from "../view.ts";
import type { Store } from "../store.ts";

/** More chips than this are not read but only scrolled past. */
const mostChips = 512;

/** The tokens of the prompt: piece and id, the one that is read marked as query or key. */
export function createTokensView(store: Store): View {
  const list = element("ol", { class: "chips", "aria-label": "Tokens" });
  const count = element("span", { class: "count" });
  const fill = remembering((tokens: TokenState) => {
    // The chips before stay while the next ones are on their way.
    if (tokens.status !== "ready") return;
    const { ids, pieces } = tokens;
    const chips = ids.slice(0, mostChips).map((id, index) => chip(index, id, pieces[index] ?? ""));
    const more = ids.length - chips.length;
    if (more > 0) chips.push(element("li", { class: "more" }, `and ${formatCount(more)} more`));
    list.replaceChildren(...chips);
    setText(count, `${formatCount(ids.length)} ${ids.length === 1 ? "token" : "tokens"}`);
  });
  list.addEventListener("pointerover", (event) => {
    const hit = event.target instanceof Element ? event.target.closest("li[value]") : null;
    if (!(hit instanceof HTMLLIElement) || store.state.view.tab !== "attention") return;
    const row = hit.value;
    if (row < (store.state.computed.maps?.size ?? 0)) {
      store.dispatch({ type: "cursor", cell: { row, col: store.state.cursor?.col ?? row } });
    }
  });
  return {
    element: element("div", { class: "tokens" }, count, list),
    update({ tokens, cursor, view }) {
      fill(tokens);
      list.classList.toggle("pending", tokens.status === "waiting");
      const hasKeys = view.tab === "attention";
      [...list.children].forEach((item, index) => {
        item.classList.toggle("query", cursor?.row === index);
        item.classList.toggle("key", hasKeys && cursor?.col === index);
      });
    },
  };
}

function chip(index: number, id: number, piece: string): HTMLElement {
  const name = `position ${index}, id ${id}`;
  return element(
    "li",
    { class: "chip", value: index, title: name },
    element("span", { class: "piece" }, pieceText(piece)),
    // A piece that only repeats the id stands for a token without text.
    piece === `#${id}` ? null : element("span", { class: "id" }, String(id)),
  );
}

import { colourIndex } from "../../render/valueScale.ts";
import { rampOf, type Theme } from "../../render/theme.ts";
import { element } from "../element.ts";
import type { AppState, LayerThumbnails } from "../state.ts";
import type { Store } from "../store.ts";
import { remembering, type View } from "../view.ts";

/**
 * All heads of the model, a row per layer, as small pictures of their attention with position.
 * One stop for the Tab key; arrows choose.
 */
export function createHeadsGrid(store: Store, theme: () => Theme): View {
  const grid = element("div", { role: "grid", "aria-label": "Heads", class: "heads" });
  let cells: HTMLElement[][] = [];
  const build = remembering((layers: number, heads: number) => {
    cells = range(layers).map((layer) => range(heads).map((head) => headCell(layer, head)));
    grid.replaceChildren(columnNames(heads), ...cells.map(layerRow));
    // Set through the object model: the page's policy refuses style attributes.
    grid.style.setProperty("--heads", String(heads));
  });
  const paint = remembering(
    (thumbnails: AppState["computed"]["thumbnails"], rows: HTMLElement[][], colours: Theme) => {
      rows.forEach((row, layer) => paintLayer(row, thumbnails[layer] ?? null, colours));
    },
  );
  const choose = (layer: number, head: number): void =>
    store.dispatch({ type: "viewChanged", change: { layer, head }, by: "user" });
  grid.addEventListener("click", (event) => {
    const cell = event.target instanceof Element ? event.target.closest(".head") : null;
    if (!(cell instanceof HTMLElement)) return;
    choose(Number(cell.dataset["layer"]), Number(cell.dataset["head"]));
  });
  grid.addEventListener("keydown", (event) => {
    const { layer, head } = store.state.view;
    const next = neighbour(event.key, { layer, head }, cells.length, cells[0]?.length ?? 0);
    if (next === undefined) return;
    event.preventDefault();
    choose(next.layer, next.head);
    cells[next.layer]?.[next.head]?.focus();
  });
  return {
    element: grid,
    update({ model, view, computed }) {
      build(model?.spec?.layers ?? 0, model?.spec?.heads ?? 0);
      paint(computed.thumbnails, cells, theme());
      cells.forEach((row, layer) => {
        row.forEach((cell, head) => {
          mark(cell, layer === view.layer && head === view.head ? "chosen" : "other");
        });
      });
    },
  };
}

function headCell(layer: number, head: number): HTMLElement {
  const name = `Layer ${layer}, head ${head}`;
  const attributes = {
    role: "gridcell",
    class: "head",
    "aria-label": name,
    title: name,
    tabindex: -1,
  };
  const canvas = element("canvas", { width: 1, height: 1, "aria-hidden": "true" });
  const cell = element("div", attributes, canvas);
  cell.dataset["layer"] = String(layer);
  cell.dataset["head"] = String(head);
  return cell;
}

function layerRow(cells: readonly HTMLElement[], layer: number): HTMLElement {
  const name = element("div", { role: "rowheader", class: "layer" }, String(layer));
  return element("div", { role: "row", class: "heads-row" }, name, ...cells);
}

function columnNames(heads: number): HTMLElement {
  const corner = element("div", { role: "columnheader", class: "layer" }, "layer");
  const names = range(heads).map((head) =>
    element("div", { role: "columnheader", class: "head-name" }, String(head)),
  );
  return element("div", { role: "row", class: "heads-row" }, corner, ...names);
}

function mark(cell: HTMLElement, as: "chosen" | "other"): void {
  cell.setAttribute("aria-selected", String(as === "chosen"));
  cell.tabIndex = as === "chosen" ? 0 : -1;
}

function paintLayer(
  cells: readonly HTMLElement[],
  thumbnails: LayerThumbnails | null,
  theme: Theme,
): void {
  cells.forEach((cell, head) => {
    const canvas = cell.querySelector("canvas");
    const context = canvas?.getContext("2d");
    cell.classList.toggle("pending", thumbnails === null);
    if (canvas === null || context === null || context === undefined) return;
    if (thumbnails === null) {
      context.clearRect(0, 0, canvas.width, canvas.height);
      return;
    }
    const { side, values } = thumbnails;
    canvas.width = side;
    canvas.height = side;
    const map = values.subarray(head * side * side, (head + 1) * side * side);
    context.putImageData(thumbnailImage(map, side, theme), 0, 0);
  });
}

/** Weights 0..1 on one scale for all heads, so that pictures can be compared with each other. */
function thumbnailImage(map: Float32Array, side: number, theme: Theme): ImageData {
  const scale = { kind: "sequential", curve: "root", max: 1 } as const;
  const ramp = rampOf(theme, scale);
  const image = new ImageData(side, side);
  map.forEach((value, at) => {
    const index = colourIndex(scale, value);
    // Above the diagonal there is nothing to see.
    if (index < 0 || at % side > Math.floor(at / side)) return;
    image.data.set(ramp.subarray(index * 3, index * 3 + 3), at * 4);
    image.data[at * 4 + 3] = 255;
  });
  return image;
}

interface HeadPlace {
  readonly layer: number;
  readonly head: number;
}

function neighbour(
  key: string,
  { layer, head }: HeadPlace,
  layers: number,
  heads: number,
): HeadPlace | undefined {
  const moves: Readonly<Record<string, HeadPlace>> = {
    ArrowUp: { layer: Math.max(0, layer - 1), head },
    ArrowDown: { layer: Math.min(layers - 1, layer + 1), head },
    ArrowLeft: { layer, head: Math.max(0, head - 1) },
    ArrowRight: { layer, head: Math.min(heads - 1, head + 1) },
    Home: { layer, head: 0 },
    End: { layer, head: heads - 1 },
    PageUp: { layer: 0, head },
    PageDown: { layer: layers - 1, head },
  };
  return moves[key];
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

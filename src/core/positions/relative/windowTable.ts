import type { PositionKind } from "../positionKind.ts";
import { biasTable, learnedTable } from "./biasTable.ts";
import type { WindowTableScheme } from "./relativeSchemes.ts";

/**
 * A learned bias for each two-dimensional offset inside a window (Liu et al. 2021, Swin, arXiv 2103.14030), and with a
 * class token (Bao et al. 2022, BEiT, arXiv 2106.08254). Positions number the cells row by row; with a class token it
 * is position 0 and the cells come after it.
 */
export const windowTable: PositionKind<WindowTableScheme> = {
  kind: "windowTable",
  label: ({ height, width }) => `Relative table · window ${height} × ${width}`,
  vectors: () => undefined,
  tables: (scheme, heads) => [{ name: TABLE, shape: [windowTableRows(scheme), heads] }],
  bias: (scheme, request) => {
    const { heads } = request;
    const table = learnedTable(request, TABLE, [windowTableRows(scheme), heads]);
    const formula = "table[(Δrow + h − 1)·(2w − 1) + Δcolumn + w − 1, head] (Liu et al. 2021)";
    return biasTable(
      request,
      formula,
      (head, query, key) => table[windowTableIndex(scheme, query, key) * heads + head] ?? NaN,
    );
  },
  bare: {
    title: "Relative table of a window (Liu et al. 2021; Bao et al. 2022)",
    parameters: [
      { name: "height", type: "integer", min: 1, max: 4096, default: 7, means: "Rows of cells." },
      { name: "width", type: "integer", min: 1, max: 4096, default: 7, means: "Cells of a row." },
      {
        name: "class_token",
        type: "choice",
        choices: ["none", "first"],
        default: "none",
        means: "Whether a class token stands before the cells (BEiT).",
      },
    ],
    create: (values) => ({
      kind: "windowTable",
      height: Number(values.get("height")),
      width: Number(values.get("width")),
      classToken: values.get("class_token") as WindowTableScheme["classToken"],
    }),
  },
  beyond: () =>
    "the window is fixed and pictures are cut into windows, so there is no length to go past",
};

const TABLE = "relative_position_bias_table";

/** Offsets of the window, and three more for pairs with the class token. */
export function windowTableRows({ height, width, classToken }: WindowTableScheme): number {
  return (2 * height - 1) * (2 * width - 1) + (classToken === "first" ? 3 : 0);
}

/** Row of the table for a pair. Source: SwinSelfAttention and BeitRelativePositionBias of transformers. */
export function windowTableIndex(scheme: WindowTableScheme, query: number, key: number): number {
  const { height, width, classToken } = scheme;
  if (classToken === "first" && (query === 0 || key === 0)) {
    const rows = windowTableRows(scheme);
    if (query === key) return rows - 1;
    return query === 0 ? rows - 3 : rows - 2;
  }
  const first = classToken === "first" ? 1 : 0;
  const row = Math.floor((query - first) / width) - Math.floor((key - first) / width);
  const column = ((query - first) % width) - ((key - first) % width);
  return (row + height - 1) * (2 * width - 1) + column + width - 1;
}

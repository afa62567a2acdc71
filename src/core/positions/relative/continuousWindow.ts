import type { PositionKind } from "../positionKind.ts";
import { biasTable, learnedTable } from "./biasTable.ts";
import type { ContinuousWindowScheme } from "./relativeSchemes.ts";
import { windowTableIndex } from "./windowTable.ts";

/**
 * A bias that a small network makes from log-spaced offsets (Liu et al. 2022, Swin v2, arXiv 2111.09883), so that a
 * window may differ from the one of pretraining.
 */
export const continuousWindow: PositionKind<ContinuousWindowScheme> = {
  kind: "continuousWindow",
  label: ({ height, width }) => `Continuous relative bias · window ${height} × ${width}`,
  vectors: () => undefined,
  tables: (_, heads) => [
    { name: "continuous_position_bias_mlp.0.weight", shape: [HIDDEN, 2] },
    { name: "continuous_position_bias_mlp.0.bias", shape: [HIDDEN] },
    { name: "continuous_position_bias_mlp.2.weight", shape: [heads, HIDDEN] },
  ],
  bias: (scheme, request) => {
    const { heads } = request;
    const tables = continuousWindow.tables?.(scheme, heads) ?? [];
    const [first, shift, second] = tables.map(({ name, shape }) =>
      learnedTable(request, name, shape),
    );
    const coordinates = windowCoordinates(scheme);
    const offsets = Array.from({ length: coordinates.length / 2 }, (_, offset) =>
      heightAndWidth(coordinates, offset),
    );
    const byOffset = offsets.map(([row, column]) => {
      const hidden = Float64Array.from({ length: HIDDEN }, (_, unit) =>
        Math.max(
          0,
          (first?.[2 * unit] ?? 0) * row +
            (first?.[2 * unit + 1] ?? 0) * column +
            (shift?.[unit] ?? 0),
        ),
      );
      return Float64Array.from({ length: heads }, (_, head) => {
        const sum = hidden.reduce(
          (total, value, unit) => total + value * (second?.[head * HIDDEN + unit] ?? 0),
          0,
        );
        return 16 / (1 + Math.exp(-sum));
      });
    });
    const window = { ...scheme, kind: "windowTable", classToken: "none" } as const;
    const formula = "16·σ(MLP(sign(Δ)·log2(1 + |8Δ/(window − 1)|)/3)) (Liu et al. 2022)";
    return biasTable(
      request,
      formula,
      (head, query, key) => byOffset[windowTableIndex(window, query, key)]?.[head] ?? NaN,
    );
  },
  bare: {
    title: "Continuous relative bias of a window (Liu et al. 2022)",
    parameters: [
      { name: "height", type: "integer", min: 1, max: 4096, default: 8, means: "Rows of cells." },
      { name: "width", type: "integer", min: 1, max: 4096, default: 8, means: "Cells of a row." },
      {
        name: "pretrained_height",
        type: "integer",
        min: 0,
        max: 4096,
        default: 0,
        means: "Rows of the pretraining's window, 0 for the same.",
      },
      {
        name: "pretrained_width",
        type: "integer",
        min: 0,
        max: 4096,
        default: 0,
        means: "Cells of a row there.",
      },
    ],
    create: (values) => ({
      kind: "continuousWindow",
      height: Number(values.get("height")),
      width: Number(values.get("width")),
      pretrainedHeight: Number(values.get("pretrained_height")),
      pretrainedWidth: Number(values.get("pretrained_width")),
    }),
  },
  beyond: () =>
    "a larger window gives coordinates outside −1 … 1 of pretraining, log-spaced; nothing fails",
};

/** Width of the network's hidden layer in the published models. */
const HIDDEN = 512;

/**
 * Log-spaced coordinates of every offset, [(2h − 1)·(2w − 1), 2], rounded to float32 as the library is.
 * A window of one cell has the single offset 0.
 *
 * Source: Swinv2SelfAttention.create_coords_table_and_index of transformers.
 */
export function windowCoordinates(scheme: ContinuousWindowScheme): Float32Array {
  const { height, width, pretrainedHeight, pretrainedWidth } = scheme;
  const rows = axis(height, pretrainedHeight);
  const columns = axis(width, pretrainedWidth);
  return Float32Array.from(rows.flatMap((row) => columns.flatMap((column) => [row, column])));
}

function axis(size: number, pretrained: number): readonly number[] {
  const { fround } = Math;
  const by = pretrained > 0 ? pretrained - 1 : size - 1;
  return Array.from({ length: 2 * size - 1 }, (_, i) => {
    const offset = i - (size - 1);
    const spread = by > 0 ? fround(fround(offset / by) * 8) : offset;
    return (Math.sign(spread) * fround(Math.log2(fround(Math.abs(spread) + 1)))) / 3;
  });
}

function heightAndWidth(coordinates: Float32Array, offset: number): readonly [number, number] {
  return [coordinates[2 * offset] ?? 0, coordinates[2 * offset + 1] ?? 0];
}

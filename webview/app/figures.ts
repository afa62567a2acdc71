import type { LineChart } from "../render/lineChart.ts";
import type { Figure } from "../render/figure.ts";
import type { Matrix } from "../render/matrix.ts";
import { valueAt } from "../render/matrix.ts";
import { type HeadView, headView } from "./matrices.ts";
import type { AppState } from "./state.ts";
import { tensorFigure } from "./tensors/tensorFigure.ts";
import { chartOf } from "./views/distanceChart.ts";
import { shownVectors } from "./views/vectorsView.ts";
import { sentenceFigure } from "./words/sentenceFigure.ts";

/** The picture on the screen, or a sentence that says why there is none. */
export function figureOf(state: AppState): Figure | string {
  if (state.kind === "inspector" && state.view.tab === "tensors") return tensorFigure(state);
  if (state.kind === "inspector" && state.view.tab === "words") return sentenceFigure(state);
  if (isOfCurves(state)) {
    return "The curves of this tab are not exported yet; the button Table shows their numbers.";
  }
  const isVectors = state.kind === "inspector" && state.view.tab === "vectors";
  return isVectors ? vectorsFigure(state) : attentionFigure(state);
}

function isOfCurves({ kind, view: { tab } }: AppState): boolean {
  return kind === "inspector" && (tab === "extrapolation" || tab === "frequencies");
}

function attentionFigure(state: AppState): Figure | string {
  const { maps } = state.computed;
  if (maps === null) return "No attention has been computed yet, so there is no picture to export.";
  const view = headView(maps, state.model?.spec ?? null);
  const { with: withMap, without, difference } = view.matrices;
  const { label, layer, head, removal, size, backend } = maps;
  const values = new Float32Array(3 * size * size);
  [withMap, without, difference].forEach((map, index) => {
    values.set(map.values, index * size * size);
  });
  const adapter = backend.adapter === "" ? "" : ` (${backend.adapter})`;
  return {
    stem: `${fileName(label)}-attention-layer${layer}-head${head}-${removal}`,
    title: `${label} · attention of layer ${layer}, head ${head}`,
    notes: [
      `Measured from the model's own weights; "without" is ${removal} removal; colour by the square root of the weight.`,
      `Computed by TensorFlow.js on ${backend.backend}${adapter}.`,
    ],
    panels: [withMap, without, difference],
    chart: chartFor(view),
    array: { shape: [3, size, size], values },
    table: { columns: attentionColumns, rows: attentionRows(view, maps.tokens) },
  };
}

const attentionColumns = [
  "query",
  "query_token",
  "key",
  "key_token",
  "distance",
  "with",
  "without",
  "difference",
];

function* attentionRows(
  { matrices }: HeadView,
  tokens: readonly string[],
): Generator<readonly (string | number)[]> {
  for (let query = 0; query < matrices.with.rows; query++) {
    for (let key = 0; key <= query; key++) {
      const value = (map: Matrix): number => valueAt(map, query, key) ?? 0;
      yield [
        query,
        tokens[query] ?? "",
        key,
        tokens[key] ?? "",
        query - key,
        value(matrices.with),
        value(matrices.without),
        value(matrices.difference),
      ];
    }
  }
}

function chartFor(view: HeadView): LineChart {
  return chartOf(view, null);
}

function vectorsFigure({ model, tokens }: AppState): Figure | string {
  if (model === null || tokens.status !== "ready") return "There is no picture to export yet.";
  const found = shownVectors(model.spec, tokens.pieces);
  if ("reason" in found) return found.reason;
  const { vectors, matrix } = found;
  const { parts, positions, formula } = vectors;
  const width = parts[0]?.width ?? 0;
  const names = parts.flatMap(({ name, width: count }) =>
    Array.from({ length: count }, (_, index) => `${name}_${index}`),
  );
  const rows = positions.map((position, row) => [
    position,
    tokens.pieces[row] ?? "",
    ...matrix.values.subarray(row * matrix.cols, (row + 1) * matrix.cols),
  ]);
  return {
    stem: `${fileName(model.label)}-vectors`,
    title: `${model.label} · positional vectors`,
    notes: [`Computed: ${formula}`],
    panels: [matrix],
    chart: undefined,
    array: { shape: [positions.length, parts.length, width], values: matrix.values },
    table: { columns: ["position", "token", ...names], rows },
  };
}

/** What every file system takes. */
function fileName(label: string): string {
  return label.replace(/[^\w.-]+/g, "_").slice(0, 60) || "model";
}

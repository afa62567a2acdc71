import { type ModelSpec, windowOfLayer } from "../../src/core/models/modelSpec.ts";
import type { PositionalVectors } from "../../src/core/positions/positionalVectors.ts";
import type { Picture } from "../../src/protocol/contract.ts";
import type { ColumnGroup, Matrix, Sight } from "../render/matrix.ts";
import { differenceOf, meanReceived, rowEntropy, rowMoved } from "../render/statistics.ts";
import { scaleFor } from "../render/valueScale.ts";
import { distanceProfile } from "../../src/inference/distanceProfile.ts";
import type { InputEmbedding } from "../../src/inference/session.ts";
import { pieceText } from "./pieceText.ts";
import type { MapName } from "./state.ts";

export type AttentionMatrices = Readonly<Record<MapName, Matrix>>;

/** What the view shows of one head, with what a query of its layer may see. */
export interface HeadView {
  readonly matrices: AttentionMatrices;
  /** Mean weight by distance, with and without position; [distances]. */
  readonly profiles: { readonly with: Float32Array; readonly without: Float32Array };
}

/** The window is a fact of the model; a picture that came without its model has none. */
export function headView(picture: Picture, spec: ModelSpec | null): HeadView {
  const window = spec === null ? null : windowOfLayer(spec, picture.layer);
  const profile = (map: Float32Array): Float32Array =>
    new Float32Array(distanceProfile(map, picture.size, window));
  return {
    matrices: attentionMatrices(picture, { window }),
    profiles: { with: profile(picture.withPosition), without: profile(picture.withoutPosition) },
  };
}

/** The three maps of a head. With and without share one scale, so that equal colours are equal weights. */
function attentionMatrices(picture: Picture, sight: Sight): AttentionMatrices {
  const { size, withPosition, withoutPosition } = picture;
  const labels = picture.tokens.map(pieceText);
  const difference = differenceOf(withPosition, withoutPosition);
  const change = { values: difference, size, sight };
  const weights = scaleFor("sequential", "root", [withPosition, withoutPosition]);
  const frame = {
    rows: size,
    cols: size,
    rowLabels: labels,
    colLabels: labels,
    rowTitle: "query",
    colTitle: "key",
    sight,
  };
  const weightMap = (name: string, values: Float32Array): Matrix => ({
    ...frame,
    name,
    values,
    scale: weights,
    right: {
      values: rowEntropy({ values, size, sight }),
      name: "entropy of the query's row, bits",
    },
    bottom: { values: meanReceived({ values, size, sight }), name: "mean weight the key receives" },
  });
  return {
    with: weightMap("Attention with position", withPosition),
    without: weightMap("Attention without position", withoutPosition),
    difference: {
      ...frame,
      name: "Difference",
      values: difference,
      scale: scaleFor("diverging", "linear", [difference]),
      right: { values: rowMoved(change), name: "share of the row's weight that moved" },
      bottom: { values: meanReceived(change), name: "mean change the key receives" },
    },
  };
}

/** The parts of the vectors side by side, [positions, sum of widths]. */
export function vectorsMatrix(vectors: PositionalVectors, pieces: readonly string[]): Matrix {
  const rows = vectors.positions.length;
  const cols = vectors.parts.reduce((sum, part) => sum + part.width, 0);
  const values = new Float32Array(rows * cols);
  const groups: ColumnGroup[] = [];
  let start = 0;
  for (const part of vectors.parts) {
    groups.push({ name: part.name, start, width: part.width });
    for (let row = 0; row < rows; row++) {
      values.set(
        part.values.subarray(row * part.width, (row + 1) * part.width),
        row * cols + start,
      );
    }
    start += part.width;
  }
  return {
    name: "Positional vectors",
    rows,
    cols,
    values,
    scale: scaleFor("diverging", "linear", [values]),
    rowLabels: pieces.map((piece, index) => `${index} ${pieceText(piece)}`),
    colLabels: [],
    rowTitle: "position",
    colTitle: vectors.parts.map((part) => part.name).join(" | "),
    groups,
  };
}

export function embeddingMatrix(embedding: InputEmbedding, pieces: readonly string[]): Matrix {
  return {
    name: "Input embeddings",
    rows: embedding.tokens,
    cols: embedding.width,
    values: embedding.values,
    scale: scaleFor("diverging", "linear", [embedding.values]),
    rowLabels: pieces.map((piece, index) => `${index} ${pieceText(piece)}`),
    colLabels: [],
    rowTitle: "token",
    colTitle: "dimension",
  };
}

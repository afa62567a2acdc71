import type { RemovalChoice, TabId, TensorView, ViewState } from "../../src/protocol/contract.ts";
import { defaultView } from "./state.ts";
import { whatIfOrNull } from "./whatIf/whatIfView.ts";
import { wordsOrNull } from "./words/wordsView.ts";

/**
 * A view state from a store that anyone, or an older version, may have written:
 * what is sound is taken, what is not becomes the default; `null` when nothing was kept.
 */
export function parseKeptView(kept: unknown): ViewState | null {
  if (typeof kept !== "object" || kept === null) return null;
  const fields = new Map<string, unknown>(Object.entries(kept));
  return {
    prompt: textOr(fields.get("prompt"), defaultView.prompt),
    ids: idsOrNull(fields.get("ids")),
    tab: oneOf<TabId>(fields.get("tab"), [
      "attention",
      "overview",
      "vectors",
      "extrapolation",
      "frequencies",
      "words",
      "tensors",
    ]),
    layer: countOr0(fields.get("layer")),
    head: countOr0(fields.get("head")),
    removal: oneOf<RemovalChoice>(fields.get("removal"), ["local", "global"]),
    zoom: zoomOrWhole(fields.get("zoom")),
    tensor: tensorOrNull(fields.get("tensor")),
    words: wordsOrNull(fields.get("words")),
    whatIf: whatIfOrNull(fields.get("whatIf")),
  };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

function countOr0(value: unknown): number {
  return isCount(value) ? value : 0;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function idsOrNull(value: unknown): readonly number[] | null {
  return Array.isArray(value) && value.every(isCount) ? value : null;
}

/** The first choice is the default. */
function oneOf<T extends string>(value: unknown, choices: readonly [T, ...T[]]): T {
  return choices.find((choice) => choice === value) ?? choices[0];
}

/** What is not inside the tensor any more is put right when the tensor is known. */
function tensorOrNull(value: unknown): TensorView | null {
  if (typeof value !== "object" || value === null) return null;
  const { name, leading, rows, cols, pool, against } = value as Readonly<
    Record<keyof TensorView, unknown>
  >;
  if (typeof name !== "string" || !Array.isArray(leading) || !leading.every(isCount)) return null;
  if (!isSpan(rows) || !isSpan(cols)) return null;
  return {
    name,
    leading,
    rows,
    cols,
    pool: oneOf<TensorView["pool"]>(pool, ["extreme", "mean"]),
    against: typeof against === "string" ? against : null,
  };
}

function isSpan(value: unknown): value is TensorView["rows"] {
  return Array.isArray(value) && value.length === 2 && value.every(isCount);
}

function zoomOrWhole(value: unknown): ViewState["zoom"] {
  if (typeof value !== "object" || value === null) return defaultView.zoom;
  const { scale, x, y } = value as { scale?: unknown; x?: unknown; y?: unknown };
  const numbers = [scale, x, y];
  if (!numbers.every((entry) => typeof entry === "number" && Number.isFinite(entry))) {
    return defaultView.zoom;
  }
  return { scale: scale as number, x: x as number, y: y as number };
}

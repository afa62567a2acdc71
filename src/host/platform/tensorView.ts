import type { Span, TensorSlice } from "../../core/tensors/tensorPlane.ts";
import type { TensorView } from "../../protocol/contract.ts";
import { longestText } from "./requestChecks.ts";

/** PyTorch and NumPy stop at 64 axes. */
const mostAxes = 64;

/**
 * A choice of tensor that came from a webview or from storage: of the right kinds, or nothing. Whether the tensor
 * exists and has such a part, its reader decides.
 */
export function toTensorView(value: unknown): TensorView | undefined {
  const slice = toTensorSlice(value);
  if (slice === undefined) {
    return undefined;
  }
  const { pool, against } = value as { readonly pool?: unknown; readonly against?: unknown };
  const isWhole = (pool === "mean" || pool === "extreme") && (against === null || isName(against));
  return isWhole ? { ...slice, pool, against } : undefined;
}

export function toTensorSlice(value: unknown): TensorSlice | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { name, leading, rows, cols } = value as Readonly<Record<keyof TensorSlice, unknown>>;
  const isList = Array.isArray(leading) && leading.length <= mostAxes && leading.every(isIndex);
  return isName(name) && isList && isSpan(rows) && isSpan(cols)
    ? { name, leading, rows, cols }
    : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestText;
}

function isSpan(value: unknown): value is Span {
  return Array.isArray(value) && value.length === 2 && value.every(isIndex);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

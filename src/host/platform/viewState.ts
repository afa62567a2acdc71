import type { TabId, ViewState } from "../../protocol/contract.ts";
import { toTensorView } from "./tensorView.ts";
import { toWhatIfView } from "./whatIfView.ts";
import { toWordsView } from "./wordsView.ts";

/** A prompt beyond this is no prompt; it would only fill the workspace's storage. */
const longestPrompt = 200_000;
const longestIds = 100_000;
const tabs: readonly TabId[] = [
  "overview",
  "vectors",
  "attention",
  "extrapolation",
  "frequencies",
  "words",
  "tensors",
];

/** A state that came from a webview or from storage: whole and within bounds, or nothing. */
export function toViewState(value: unknown): ViewState | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const chosen = toChoice(value);
  const ids = toIds(value["ids"]);
  const zoom = toZoom(value["zoom"]);
  if (chosen === undefined || ids === undefined || zoom === undefined) return undefined;
  // What cannot be shown any more is forgotten; an older version kept none.
  return {
    ...chosen,
    ids,
    zoom,
    tensor: toTensorView(value["tensor"]) ?? null,
    words: toWordsView(value["words"]) ?? null,
    whatIf: toWhatIfView(value["whatIf"]) ?? null,
  };
}

type Choice = Pick<ViewState, "prompt" | "tab" | "layer" | "head" | "removal">;

function toChoice(value: Readonly<Record<string, unknown>>): Choice | undefined {
  const { prompt, layer, head, removal } = value;
  const tab = tabs.find((candidate) => candidate === value["tab"]);
  const isWhole =
    typeof prompt === "string" &&
    prompt.length <= longestPrompt &&
    isIndex(layer) &&
    isIndex(head) &&
    (removal === "local" || removal === "global");
  return isWhole && tab !== undefined ? { prompt, tab, layer, head, removal } : undefined;
}

function toIds(value: unknown): readonly number[] | null | undefined {
  if (value === null) {
    return null;
  }
  const isList = Array.isArray(value) && value.length <= longestIds && value.every(isIndex);
  return isList ? value : undefined;
}

function toZoom(value: unknown): ViewState["zoom"] | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { scale, x, y } = value;
  return isFinite(scale) && isFinite(x) && isFinite(y) ? { scale, x, y } : undefined;
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

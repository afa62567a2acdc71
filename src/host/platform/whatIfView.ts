import type { WhatIfView } from "../../protocol/contract.ts";

/** Bounds on what is kept: no scheme has that many parameters, no value that many characters. */
const mostParameters = 64;
const longestText = 20_000;

/** What was asked of lengths and other schemes, whole and within bounds, or nothing. */
export function toWhatIfView(value: unknown): WhatIfView | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { length, scheme, parameters } = value;
  const isLength = length === null || (Number.isSafeInteger(length) && (length as number) >= 1);
  if (!isLength || !(scheme === null || isText(scheme)) || !isRecord(parameters)) {
    return undefined;
  }
  const entries = Object.entries(parameters);
  const texts = entries.filter((entry): entry is [string, string] => isText(entry[1]));
  return entries.length <= mostParameters && texts.length === entries.length
    ? { length: length as number | null, scheme, parameters: Object.fromEntries(texts) }
    : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestText;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

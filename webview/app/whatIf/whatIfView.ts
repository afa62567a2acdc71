import type { WhatIfView } from "../../../src/protocol/contract.ts";
import { longestRequest } from "./lengthChoice.ts";

/** What was asked, from a store that anyone may have written; `null` where it is not sound. */
export function whatIfOrNull(value: unknown): WhatIfView | null {
  if (typeof value !== "object" || value === null) return null;
  const { length, scheme, parameters } = value as Readonly<Record<keyof WhatIfView, unknown>>;
  const isLength =
    length === null ||
    (Number.isSafeInteger(length) &&
      (length as number) >= 1 &&
      (length as number) <= longestRequest);
  if (!isLength || typeof parameters !== "object" || parameters === null) return null;
  const texts = Object.entries(parameters).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return {
    length: length as number | null,
    scheme: typeof scheme === "string" ? scheme : null,
    parameters: Object.fromEntries(texts),
  };
}

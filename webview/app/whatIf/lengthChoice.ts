import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import type { WhatIfView } from "../../../src/protocol/contract.ts";

/** Longest request that is computed: twice the longest context that anyone has published. */
export const longestRequest = 20_000_000;

/** Multiples of the trained length that one press asks for. */
export const multiples = [1, 2, 4] as const;

export const nothingAsked: WhatIfView = { length: null, scheme: null, parameters: {} };

/** The length that multiples are taken of: the trained one, or the declared one where nobody says how it was trained. */
export function lengthOfModel({ lengths }: ModelSpec): number | undefined {
  const known = lengths.trained ?? lengths.declared;
  return known !== undefined && isLength(known) ? known : undefined;
}

/** Tokens that are asked for: what was chosen, or what the config reaches for, or twice the trained length. */
export function requestedLength(spec: ModelSpec, asked: WhatIfView | null): number {
  if (asked?.length !== null && asked?.length !== undefined) return asked.length;
  const { declared } = spec.lengths;
  const known = lengthOfModel(spec) ?? 2048;
  const reached = declared !== undefined && declared > known ? declared : 2 * known;
  return Math.min(reached, longestRequest);
}

/** Reads "8192", "8,192" or "8k" (of 1,024 tokens); `undefined` for what is no length. */
export function parseLength(text: string): number | undefined {
  const found = /^(\d[\d,_ ]*)([kKmM]?)$/.exec(text.trim());
  if (found === null) return undefined;
  const [, digits = "", unit = ""] = found;
  const scale = { "": 1, k: 1024, m: 1024 ** 2 }[unit.toLowerCase()] ?? 1;
  const length = Number(digits.replaceAll(/[,_ ]/g, "")) * scale;
  return isLength(length) ? length : undefined;
}

function isLength(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= longestRequest;
}

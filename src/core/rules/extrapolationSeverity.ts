import type { Severity } from "./finding.ts";

/**
 * How bad a length beyond the trained one is, from its ratio to it. The bounds are where published
 * perplexities of large RoPE models stand 5 %, 25 % and 100 % above their value at the trained length
 * (docs/rules/PL101.md): a plain rotation gives way slowly, one that was stretched already does so at once.
 */
export function extrapolationSeverity(ratio: number, rotation: "plain" | "extended"): Severity {
  const [information, warning] = rotation === "plain" ? [1.1, 1.25] : [1, 1.1];
  if (ratio <= information) return "information";
  return ratio <= warning ? "warning" : "error";
}

import { FormatError } from "../../errors.ts";
import type { PositionKind } from "../positionKind.ts";
import { biasTable } from "./biasTable.ts";
import type { KerpleScheme } from "./relativeSchemes.ts";

/**
 * Kernelised relative positions (Chi et al. 2022, arXiv 2205.09921): conditionally positive definite kernels of the
 * distance. Added after the division by √d. r1 > 0; r2 > 0, and at most 2 in the power form.
 */
export const kerple: PositionKind<KerpleScheme> = {
  kind: "kerple",
  label: ({ variant }) => `KERPLE · ${variant}`,
  vectors: () => undefined,
  bias: (scheme, request) =>
    biasTable(request, kerpleFormula(scheme), (head, query, key) =>
      kerpleBias(scheme, head, Math.abs(query - key)),
    ),
  bare: {
    title: "KERPLE (Chi et al. 2022)",
    parameters: [
      {
        name: "variant",
        type: "choice",
        choices: ["log", "power"],
        default: "log",
        means: "The kernel's form.",
      },
      { name: "r1", type: "numbers", min: 1e-6, default: [1], means: "Weight, one or one a head." },
      {
        name: "r2",
        type: "numbers",
        min: 1e-6,
        max: 1e6,
        default: [1],
        means: "Scale of the distance (log) or exponent, at most 2 (power), one or one a head.",
      },
    ],
    create: (values) => {
      const variant = values.get("variant") as KerpleScheme["variant"];
      const r1 = values.get("r1") as readonly number[];
      const r2 = values.get("r2") as readonly number[];
      const steep = variant === "power" ? r2.find((exponent) => exponent > 2) : undefined;
      if (steep !== undefined) {
        throw new FormatError("bad-value", `r2 is ${steep}, 0 to 2 are allowed in the power form`);
      }
      return { kind: "kerple", variant, r1, r2 };
    },
  },
  beyond: () =>
    "the bias goes on falling with distance, ever more slowly in the log form; nothing fails",
};

/** The bias of a head at a distance of 0 or more. */
export function kerpleBias(
  { variant, r1, r2 }: KerpleScheme,
  head: number,
  distance: number,
): number {
  const weight = r1[head % r1.length] ?? NaN;
  const scale = r2[head % r2.length] ?? NaN;
  return variant === "log" ? -weight * Math.log1p(scale * distance) : -weight * distance ** scale;
}

function kerpleFormula({ variant }: KerpleScheme): string {
  return variant === "log"
    ? "−r1·ln(1 + r2·|i − j|) (Chi et al. 2022)"
    : "−r1·|i − j|^r2 (Chi et al. 2022)";
}

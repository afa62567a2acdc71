import type { PositionalVectors } from "../core/positions/positionalVectors.ts";

/** A line per position: its number, then every part's values ("cos.0", …, "sin.0", …). */
export function vectorsCsv({ positions, parts }: PositionalVectors): string {
  const names = parts.flatMap(({ name, width }) =>
    Array.from({ length: width }, (_, i) => `${name}.${i}`),
  );
  const lines = positions.map((position, row) => {
    const cells = parts.flatMap(({ values, width }) => [
      ...values.subarray(row * width, (row + 1) * width),
    ]);
    return [position, ...cells].join(",");
  });
  return [["position", ...names].join(","), ...lines, ""].join("\n");
}

import { schemeLabel } from "../../../core/positions/registry.ts";
import type { ModelNode } from "./modelNodes.ts";

/**
 * What stands beside a model's name: findings · family · scheme · trained length; what is not known is left out.
 * A narrow side bar cuts the end off, so what needs looking at comes first.
 */
export function toModelLine({
  folder,
  findings,
  problems,
}: Omit<ModelNode, "kind" | "entry">): string {
  const spec = folder?.config?.spec;
  const parts =
    spec === undefined
      ? ["config cannot be read"]
      : [
          spec.family ?? spec.modelType,
          schemeLabel(spec.scheme),
          spec.lengths.trained === undefined ? "" : `${toCount(spec.lengths.trained)} tokens`,
        ];
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return [counted(errors, "problem"), counted(findings.length, "finding"), ...parts]
    .filter((part) => part !== "")
    .join(" · ");
}

/** "1.8 MB": decimal units as file managers and hubs have them. */
export function toByteSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power] ?? "B"}`;
}

export function toCount(value: number): string {
  return value.toLocaleString("en");
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

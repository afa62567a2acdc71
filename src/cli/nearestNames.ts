import { printable } from "./printable.ts";

/** "; it has a, b and c": names that end alike or have the asked one in them, or how many there are. */
export function nearestNames(name: string, names: readonly string[]): string {
  const last = name.split(".").slice(-2).join(".");
  const alike = names.filter((other) => other.includes(name) || other.endsWith(last));
  if (alike.length === 0) return `; it lists ${names.length}, see poslens tensors`;
  const shown = alike.slice(0, 3).map(printable).join(", ");
  return `; it has ${shown}${alike.length > 3 ? ` and ${alike.length - 3} more like it` : ""}`;
}

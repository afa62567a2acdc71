import { readFileSync } from "node:fs";

export interface HostileEntry {
  readonly file: string;
  readonly format: string;
  readonly wrong: string;
  readonly expected: "error" | "partial";
  readonly also?: "error" | "partial";
  readonly listable?: readonly string[];
}

export const hostileFolder = new URL("../../fixtures/hostile/", import.meta.url).pathname;

export function hostileEntries(format: string): HostileEntry[] {
  const entries = JSON.parse(readFileSync(`${hostileFolder}index.json`, "utf8")) as HostileEntry[];
  return entries.filter((entry) => entry.format === format);
}

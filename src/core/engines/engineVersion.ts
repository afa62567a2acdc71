import type { Engine, EngineInput, EngineRequest } from "./engine.ts";
import type { EngineVersion } from "./versionRange.ts";
import type { Verdict } from "./verdict.ts";

/** The verdict of an engine at a version, by default its newest. */
export function verdictOf(
  engine: Engine,
  input: EngineInput,
  request: EngineRequest,
  version?: string,
): Verdict {
  return engine.verdict(input, request, versionOf(engine, version));
}

/** The range a version falls in: the newest where none is asked for or none fits. */
function versionOf(engine: Engine, version: string | undefined): EngineVersion {
  const newest = engine.versions.at(-1);
  if (newest === undefined) throw new RangeError(`${engine.id} has no versions`);
  if (version === undefined) return newest;
  return engine.versions.find((range) => isWithin(version, range)) ?? newest;
}

function isWithin(version: string, { since, until }: EngineVersion): boolean {
  const isFrom = since === undefined || compareVersions(version, since) >= 0;
  return isFrom && (until === undefined || compareVersions(version, until) < 0);
}

/** By the numbers in them, left to right: "v0.11" = "0.11.0" < "0.33". */
function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] {
  return (version.match(/\d{1,9}/g) ?? []).map(Number);
}

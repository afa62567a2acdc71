import { readFileSync } from "node:fs";
import type { JsonObject } from "../../../../src/core/engines/configValues.ts";
import type { EngineInput, EngineRequest } from "../../../../src/core/engines/engine.ts";
import { parseHfConfig } from "../../../../src/core/models/hfConfig.ts";
import type { JsonValue } from "../../../../src/core/json/jsonNode.ts";

/** A case of `goldens/engines` with whatever inputs its file has. */
export interface GoldenCase {
  readonly id: string;
  readonly outcome?: string;
  readonly limit?: number | null;
  readonly value?: number;
  readonly message?: string | null;
  readonly [name: string]: JsonValue | undefined;
}

/** Cases with an outcome; rules written out in words have none. */
export function goldenCases(file: string): readonly GoldenCase[] {
  const text = readFileSync(new URL(`../../../fixtures/engines/${file}`, import.meta.url), "utf8");
  const { cases } = JSON.parse(text) as { readonly cases: readonly GoldenCase[] };
  return cases.filter(({ outcome }) => outcome !== undefined);
}

/** The config of a case, read as any config is. */
export function inputOf(config: JsonValue | undefined): EngineInput {
  const plain = config as JsonObject;
  const spec = parseHfConfig(JSON.stringify(plain), "config.json").value?.spec;
  return { config: plain, ...(spec === undefined ? {} : { spec }) };
}

/** Members that are not null, as settings. */
export function requestOf(
  members: Readonly<Record<string, JsonValue | undefined>>,
  length?: number,
): EngineRequest {
  const settings = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(members)) {
    if (value !== null && value !== undefined) settings.set(name, value);
  }
  return { length, settings };
}

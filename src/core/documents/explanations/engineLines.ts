import { asObject } from "../../engines/configValues.ts";
import type { EngineInput, EngineRequest } from "../../engines/engine.ts";
import { verdictOf } from "../../engines/engineVersion.ts";
import { engines } from "../../engines/registry.ts";
import type { Verdict } from "../../engines/verdict.ts";
import { toJsonValue } from "../../json/jsonNode.ts";
import type { ConfigReading } from "../../models/configReading.ts";

/**
 * What engines make of the declared length, a line for each whose limit is below it, or which by itself takes less
 * and does not say so. None for other keys, and none where every engine takes it.
 */
export function engineLines(key: string, reading: ConfigReading): readonly string[] {
  const { declared } = reading.spec.lengths;
  if (!declaringKeys.has(key) || declared === undefined) return [];
  const input: EngineInput = { spec: reading.spec, config: asObject(toJsonValue(reading.tree)) };
  const isShort = ({ limit, value, outcome }: Verdict): boolean =>
    Math.min(limit ?? Infinity, outcome === "silentCap" ? (value ?? Infinity) : Infinity) <
    declared;
  return engines.flatMap((engine) => {
    const verdict = [declared, undefined]
      .map((length): EngineRequest => ({ length, settings: new Map() }))
      .map((request) => verdictOf(engine, input, request))
      .find(isShort);
    return verdict === undefined
      ? []
      : [`${verdict.engine} ${verdict.version}: ${verdict.message}.`];
  });
}

const declaringKeys: ReadonlySet<string> = new Set(["max_position_embeddings"]);

import type { ModelSpec } from "../../models/modelSpec.ts";
import { textAt, valueAt, type JsonObject } from "../configValues.ts";
import { hasPositionTable } from "../transformers/positionTables.ts";
import { textConfig } from "./textConfig.ts";

/** How a model reaches positions, as far as vLLM's warning tells them apart. */
export type PositionKind = "rotary" | "absolute" | "other";

export function positionKind(config: JsonObject, spec: ModelSpec | undefined): PositionKind {
  const type = textAt(textConfig(config), "model_type") ?? textAt(config, "model_type") ?? "";
  if (hasPositionTable(type, config)) return "absolute";
  if (biased.has(type) || valueAt(config, "alibi") === true) return "other";
  switch (spec?.scheme.kind) {
    case "learned":
    case "sinusoidal":
      return "absolute";
    case "alibi":
    case "t5":
      return "other";
    default:
      return "rotary";
  }
}

/** ALiBi and bucketed biases: neither a table nor a rotation. */
const biased: ReadonlySet<string> = new Set(["bloom", "mpt", "t5", "mt5", "umt5", "longt5"]);

import type { ModelSpec } from "../models/modelSpec.ts";
import { schemeLabel } from "../positions/registry.ts";
import { numberText } from "../text/numberText.ts";
import type { Engine, LengthRequest } from "./engine.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Hugging Face transformers. A rotation has no table that could end: the forward pass says nothing at any length,
 * and `generate` logs one reminder where the text passes the config's `max_position_embeddings`
 * (`generation/stopping_criteria.py`). So beyond the trained length only the quality is at risk, and silently.
 */
export const transformers: Engine = {
  id: "transformers",
  verdict(spec, request) {
    const limit = spec.lengths.trained ?? spec.lengths.declared;
    if (spec.scheme.kind !== "rope" || limit === undefined) return undefined;
    return request.length <= limit ? within(limit, request) : beyond(spec, limit, request);
  },
};

const known = {
  engine: "transformers",
  version: "5.23.0",
  rule: "rope-has-no-limit",
  source: "src/transformers/modeling_rope_utils.py",
} as const;

function within(limit: number, { length }: LengthRequest): Verdict {
  const message = `${numberText(length)} tokens are within the ${numberText(limit)} that the model knows`;
  return { ...known, outcome: "ok", limit, message };
}

function beyond(spec: ModelSpec, limit: number, { length }: LengthRequest): Verdict {
  const { declared } = spec.lengths;
  const reminder =
    declared !== undefined && length > declared
      ? `; generate logs one reminder past max_position_embeddings (${numberText(declared)})`
      : "";
  return {
    ...known,
    outcome: "qualityRisk",
    limit,
    message:
      `transformers computes ${schemeLabel(spec.scheme)} for ${numberText(length)} tokens without an error, ` +
      `${numberText(length - limit)} more than the ${numberText(limit)} that the model knows${reminder}`,
  };
}

import { schemeLabel } from "../../positions/registry.ts";
import { numberText } from "../../text/numberText.ts";
import { quotedText } from "../../text/quotedText.ts";
import type { KeyContext, KeyExplanation, KeyTable, KeyText } from "./keyExplanation.ts";
import { rotationFacts } from "./rotationFacts.ts";

/** Keys of the rotation itself: base, block, type, rotated part. */
export const ropeKeys: KeyTable = new Map<string, KeyExplanation>([
  [
    "rope_theta",
    drawn(({ spec, rope }) => ({
      title: "Base of the rotation (θ)",
      paragraphs: [
        "Pair i turns by ω_i = θ^(−2i / r) radians per token (Su et al. 2021): a larger base makes the slow pairs slower.",
        `Here θ = ${numberText(rope.base)} and r = ${numberText(rope.rotaryDim)}.`,
        ...rotationFacts(spec, rope),
      ],
    })),
  ],
  ["rope_parameters", drawn(blockText)],
  ["rope_scaling", drawn(blockText)],
  ["rope_type", drawn(typeText)],
  ["type", drawn(typeText)],
  [
    "partial_rotary_factor",
    drawn(({ spec, rope }) => ({
      title: "Rotated part of a head",
      paragraphs: [
        "The share of each head's dimensions that turns with the position; the others carry no position.",
        `Here ${numberText(rope.rotaryDim)} of ${numberText(spec.headDim)} dimensions rotate, as ${numberText(Math.ceil(rope.rotaryDim / 2))} pairs.`,
      ],
    })),
  ],
]);

function drawn(explain: (context: KeyContext) => KeyText): KeyExplanation {
  return { needs: "rope", chart: "wavelengths", explain };
}

function blockText({ spec, rope }: KeyContext): KeyText {
  return {
    title: "Parameters of the rotation",
    paragraphs: [
      `What this block makes of the model: ${schemeLabel(rope)}, θ = ${numberText(rope.base)}, ${numberText(rope.rotaryDim)} rotated dimensions per head.`,
      ...rotationFacts(spec, rope),
    ],
  };
}

function typeText({ rope, value }: KeyContext): KeyText {
  const { type } = rope.scaling;
  const shown = typeof value === "string" ? quotedText(value) : "This";
  return {
    title: "Kind of scaling",
    paragraphs: [`${shown}: ${typeMeanings[type]}`],
  };
}

const typeMeanings = {
  default: "the frequencies as trained, ω_i = θ^(−2i / r).",
  linear:
    "every frequency is divided by the factor, so positions are squeezed together (Chen et al. 2023).",
  dynamic:
    "beyond max_position_embeddings the base grows with the length of the text; up to it nothing changes (bloc97 and emozilla 2023).",
  yarn: "slow pairs are divided by the factor, fast ones stay, a ramp lies between; cos and sin are scaled up (Peng et al. 2023).",
  longrope:
    "each pair is divided by its own entry of a list, one list up to the original length and one beyond it (Ding et al. 2024).",
  llama3:
    "pairs slower than the original length are divided by the factor, fast ones stay, those between are blended (Grattafiori et al. 2024).",
  proportional:
    "only a part of the pairs turns, with frequencies that are spread over the whole head (Gemma 4).",
  unknown: "not a type that is known here, so no frequencies are computed.",
} as const;

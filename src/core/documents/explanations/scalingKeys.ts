import { FormatError } from "../../errors.ts";
import type { RopeScheme } from "../../positions/positionScheme.ts";
import { ropeInverseFrequencies } from "../../positions/scaling/inverseFrequencies.ts";
import { numberText } from "../../text/numberText.ts";
import type { KeyContext, KeyExplanation, KeyTable } from "./keyExplanation.ts";
import { rotationFacts } from "./rotationFacts.ts";

/** Members of a scaling block, besides its type and length. */
export const scalingKeys: KeyTable = new Map<string, KeyExplanation>([
  [
    "factor",
    drawn("Stretch (f)", "How many times longer the scaled positions reach.", ({ spec, rope }) => [
      ...factorText(rope),
      ...rotationFacts(spec, rope),
    ]),
  ],
  [
    "beta_fast",
    drawn(
      "Upper end of yarn's ramp (beta_fast)",
      "Pairs that turn more often than this within the original length keep their frequency.",
      ({ rope }) => rampText(rope),
    ),
  ],
  [
    "beta_slow",
    drawn(
      "Lower end of yarn's ramp (beta_slow)",
      "Pairs that turn less often than this within the original length are divided by the whole factor.",
      ({ rope }) => rampText(rope),
    ),
  ],
  [
    "attention_factor",
    drawn(
      "Attention factor",
      "Multiplies cos and sin, so attention scores get its square.",
      ({ rope }) => attentionText(rope),
    ),
  ],
  [
    "mscale",
    drawn(
      "mscale",
      "With mscale_all_dim it sets yarn's attention factor: (0.1·mscale·ln f + 1) / (0.1·mscale_all_dim·ln f + 1). Alone it has no effect.",
      ({ rope }) => attentionText(rope),
    ),
  ],
  [
    "mscale_all_dim",
    drawn(
      "mscale_all_dim",
      "The divisor of yarn's attention factor, see mscale. Alone it has no effect on the rotation.",
      ({ rope }) => attentionText(rope),
    ),
  ],
  [
    "truncate",
    drawn(
      "Rounding of yarn's ramp",
      "Whether the ends of the ramp are rounded to whole pairs; true where it is not set.",
      ({ rope }) => rampText(rope),
    ),
  ],
  [
    "low_freq_factor",
    drawn(
      "Slow bound of llama3",
      "Pairs that need more than L₀ / low_freq_factor tokens for a turn are divided by the factor.",
      ({ rope }) => boundsText(rope),
    ),
  ],
  [
    "high_freq_factor",
    drawn(
      "Fast bound of llama3",
      "Pairs that need fewer than L₀ / high_freq_factor tokens for a turn keep their frequency.",
      ({ rope }) => boundsText(rope),
    ),
  ],
  [
    "short_factor",
    drawn(
      "Divisors up to the original length",
      "One divisor per pair, in use for texts up to original_max_position_embeddings.",
      ({ value, rope }) => listText(value, rope),
    ),
  ],
  [
    "long_factor",
    drawn(
      "Divisors beyond the original length",
      "One divisor per pair, in use for texts beyond original_max_position_embeddings.",
      ({ value, rope }) => listText(value, rope),
    ),
  ],
]);

function drawn(
  title: string,
  meaning: string,
  here: (context: KeyContext) => readonly string[],
): KeyExplanation {
  return {
    needs: "rope",
    chart: "wavelengths",
    explain: (context) => ({ title, paragraphs: [meaning, ...here(context)] }),
  };
}

function factorText({ scaling, maxPositions }: RopeScheme): readonly string[] {
  if (scaling.type === "yarn" || scaling.type === "llama3") {
    return [
      `Here ${numberText(scaling.originalLength)} × ${numberText(scaling.factor)} = ` +
        `${numberText(scaling.originalLength * scaling.factor)} tokens.`,
    ];
  }
  if (scaling.type === "dynamic" && maxPositions !== undefined) {
    return [`Here the base grows once a text passes ${numberText(maxPositions)} tokens.`];
  }
  return [];
}

function rampText({ scaling }: RopeScheme): readonly string[] {
  if (scaling.type !== "yarn") return [];
  const { betaFast, betaSlow, originalLength } = scaling;
  if (!(betaFast > 0 && betaSlow > 0 && originalLength > 0)) return [];
  return [
    `Here the ramp runs from pairs with a turn in ${numberText(originalLength / betaFast)} tokens ` +
      `to pairs with a turn in ${numberText(originalLength / betaSlow)}.`,
  ];
}

function boundsText({ scaling }: RopeScheme): readonly string[] {
  if (scaling.type !== "llama3") return [];
  const { originalLength, lowFreqFactor, highFreqFactor } = scaling;
  return [
    `Here pairs faster than one turn in ${numberText(originalLength / highFreqFactor)} tokens stay, ` +
      `those slower than one in ${numberText(originalLength / lowFreqFactor)} are divided.`,
  ];
}

function listText(value: unknown, rope: RopeScheme): readonly string[] {
  const pairs = Math.ceil(rope.rotaryDim / 2);
  if (!Array.isArray(value)) return [];
  const numbers = value.filter((entry): entry is number => typeof entry === "number");
  const count = `${numberText(value.length)} entries for ${numberText(pairs)} pairs`;
  if (numbers.length === 0) return [`Here: ${count}.`];
  const smallest = numbers.reduce((a, b) => Math.min(a, b));
  const largest = numbers.reduce((a, b) => Math.max(a, b));
  return [`Here: ${count}, from ${numberText(smallest)} to ${numberText(largest)}.`];
}

function attentionText(rope: RopeScheme): readonly string[] {
  try {
    const { attentionFactor } = ropeInverseFrequencies(rope, rope.maxPositions ?? 1);
    return [
      `In this model cos and sin are multiplied by ${numberText(attentionFactor)}, scores by ${numberText(attentionFactor ** 2)}.`,
    ];
  } catch (error) {
    if (error instanceof FormatError)
      return [`No factor follows from these numbers: ${error.message}.`];
    throw error;
  }
}

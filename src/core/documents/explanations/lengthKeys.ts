import type { ModelSpec } from "../../models/modelSpec.ts";
import { numberText } from "../../text/numberText.ts";
import type { KeyExplanation, KeyTable } from "./keyExplanation.ts";
import { rotationFacts } from "./rotationFacts.ts";

/** Keys that state a length. */
export const lengthKeys: KeyTable = new Map<string, KeyExplanation>([
  [
    "max_position_embeddings",
    {
      needs: "rope",
      chart: "wavelengths",
      explain: ({ spec, rope }) => ({
        title: "Declared length",
        paragraphs: [
          "The number of positions the config declares. A rotation has no table that ends here: transformers computes on beyond it.",
          ...trainedText(spec),
          ...rotationFacts(spec, rope),
        ],
      }),
    },
  ],
  [
    "original_max_position_embeddings",
    {
      needs: "rope",
      chart: "wavelengths",
      explain: ({ spec, rope, value }) => ({
        title: "Length before the extension (L₀)",
        paragraphs: [
          "The length that the weights were first trained on, which the scaling starts from.",
          ...stretchText(spec, value),
          ...rotationFacts(spec, rope),
        ],
      }),
    },
  ],
  [
    "sliding_window",
    {
      needs: "nothing",
      chart: undefined,
      explain: ({ spec, value }) => ({
        title: "Sliding window",
        paragraphs: [
          "In layers with a window a token sees itself and the window − 1 tokens before it, whatever the length of the text.",
          windowText(spec, value),
        ],
      }),
    },
  ],
]);

function trainedText({ lengths }: ModelSpec): readonly string[] {
  if (lengths.trained === undefined) {
    return ["The files do not say what the weights were trained on."];
  }
  const assumed = lengths.assumed ? " (assumed)" : "";
  return [
    `Trained length: ${numberText(lengths.trained)} tokens${assumed}.`,
    `Evidence: ${lengths.evidence}.`,
  ];
}

function stretchText({ lengths }: ModelSpec, value: unknown): readonly string[] {
  if (typeof value !== "number" || value <= 0 || lengths.declared === undefined) return [];
  return [
    `From ${numberText(value)} to the declared ${numberText(lengths.declared)} tokens: ` +
      `× ${numberText(lengths.declared / value)}.`,
  ];
}

function windowText({ windows, layers }: ModelSpec, value: unknown): string {
  const bounded = windows.filter((window) => window !== null);
  const count = windows.length === 1 ? bounded.length * layers : bounded.length;
  if (count > 0) {
    return `${numberText(count)} of this model's ${numberText(layers)} layers have one, of ${numberText(Math.max(...bounded))} tokens.`;
  }
  return value === null
    ? "This model has none: every layer sees the whole text."
    : "This model does not use it: every layer sees the whole text.";
}

import { expect, it } from "vitest";
import { lensTitle } from "../../../../src/core/documents/lensLine.ts";
import { demoConfig, readingOf } from "../rules/testFolder.ts";

const block = { original_max_position_embeddings: 32768, rope_theta: 1e6 };

it.each([
  ["a plain rotation", {}, "RoPE · trained 128"],
  [
    "yarn, declared after scaling",
    {
      max_position_embeddings: 131072,
      rope_parameters: { ...block, rope_type: "yarn", factor: 4 },
    },
    "RoPE · yarn ×4 · trained 32,768 → 131,072",
  ],
  [
    "yarn, declared before scaling",
    { max_position_embeddings: 32768, rope_parameters: { ...block, rope_type: "yarn", factor: 4 } },
    "RoPE · yarn ×4 · trained 32,768 → 131,072",
  ],
  [
    "llama3, whose weights were extended",
    {
      max_position_embeddings: 131072,
      rope_parameters: {
        rope_type: "llama3",
        rope_theta: 5e5,
        factor: 8,
        low_freq_factor: 1,
        high_freq_factor: 4,
        original_max_position_embeddings: 8192,
      },
    },
    "RoPE · llama3 ×8 · trained 131,072",
  ],
  [
    "numbers of nobody",
    { rope_parameters: { rope_type: "yarn", factor: 0, original_max_position_embeddings: 0 } },
    "RoPE · yarn ×0 · declared 128",
  ],
])("%s", (_name, changes, title) => {
  expect(lensTitle(readingOf(demoConfig(changes)))).toBe(title);
});

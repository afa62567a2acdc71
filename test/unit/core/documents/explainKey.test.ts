import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { explainKey, type KeyHelp } from "../../../../src/core/documents/explainKey.ts";
import { keyTables } from "../../../../src/core/documents/explanations/keyTables.ts";
import type { ConfigReading } from "../../../../src/core/models/configReading.ts";
import { demoConfig, readingOf } from "../rules/testFolder.ts";

const list = (value: number): number[] => Array.from({ length: 16 }, () => value);
const yarn = {
  rope_type: "yarn",
  factor: 4,
  original_max_position_embeddings: 128,
  rope_theta: 10000,
  beta_fast: 32,
  beta_slow: 1,
  attention_factor: 1.2,
  mscale: 1,
  mscale_all_dim: 0.8,
  truncate: true,
};

function helpAt(reading: ConfigReading, literal: string): KeyHelp | undefined {
  const offset = reading.text.indexOf(literal);
  expect(offset).toBeGreaterThanOrEqual(0);
  return explainKey(reading, offset);
}

function textOf(reading: ConfigReading, key: string): string {
  return helpAt(reading, `"${key}"`)?.paragraphs.join("\n") ?? "";
}

describe("what a key does to this model", () => {
  const demo = readingOf(demoConfig({ num_key_value_heads: 1 }));

  it.each([
    ["rope_theta", "Its 16 pairs turn once in 6.3 to 35,333 tokens (2π / ω)."],
    [
      "max_position_embeddings",
      "10 of 16 pairs never finish a turn within the trained 128 tokens.",
    ],
    ["max_position_embeddings", "Trained length: 128 tokens."],
    [
      "rope_parameters",
      "At twice that, 256 tokens, 10 pairs reach angles that training never showed.",
    ],
    ["num_attention_heads", "This model draws 4 × 4 = 16 maps."],
    ["num_key_value_heads", "Groups of 4 query heads share a key head (4 over 1)."],
    ["head_dim", "2 × 4 layers × 1 heads × 32 × 2 bytes = 512 bytes in float16."],
    ["hidden_size", "4 heads × 32 dimensions = 128, of a width of 128."],
  ])("%s: %s", (key, sentence) => {
    expect(textOf(demo, key)).toContain(sentence);
  });

  it.each([
    ["factor", "Here 128 × 4 = 512 tokens."],
    ["original_max_position_embeddings", "From 128 to the declared 512 tokens: × 4."],
    [
      "original_max_position_embeddings",
      "At the declared 512 tokens no pair leaves the angles met in training.",
    ],
    [
      "beta_fast",
      "Here the ramp runs from pairs with a turn in 4 tokens to pairs with a turn in 128.",
    ],
    ["attention_factor", "cos and sin are multiplied by 1.2, scores by 1.44."],
    ["rope_type", "“yarn”: slow pairs are divided by the factor"],
  ])("%s under yarn: %s", (key, sentence) => {
    const reading = readingOf(demoConfig({ max_position_embeddings: 512, rope_parameters: yarn }));
    expect(textOf(reading, key)).toContain(sentence);
  });

  it("knows llama3's and longrope's members", () => {
    const llama3 = readingOf(
      demoConfig({
        max_position_embeddings: 1024,
        rope_parameters: {
          rope_type: "llama3",
          factor: 8,
          low_freq_factor: 1,
          high_freq_factor: 4,
          original_max_position_embeddings: 128,
          rope_theta: 10000,
        },
      }),
    );
    const bounds =
      "Here pairs faster than one turn in 32 tokens stay, those slower than one in 128 are divided.";
    expect(textOf(llama3, "low_freq_factor")).toContain(bounds);
    expect(textOf(llama3, "high_freq_factor")).toContain(bounds);
    const longrope = readingOf(
      demoConfig({
        max_position_embeddings: 512,
        rope_parameters: {
          rope_type: "longrope",
          original_max_position_embeddings: 128,
          rope_theta: 10000,
          short_factor: list(1),
          long_factor: [...list(2).slice(1), 3.5],
        },
      }),
    );
    expect(textOf(longrope, "long_factor")).toContain("16 entries for 16 pairs, from 2 to 3.5.");
  });

  it("counts the layers with a window", () => {
    const mistral = readingOf(demoConfig({ model_type: "mistral", sliding_window: 64 }));
    expect(textOf(mistral, "sliding_window")).toContain(
      "4 of this model's 4 layers have one, of 64 tokens.",
    );
  });

  it("has a text for every key of its tables", () => {
    const reading = readingOf(
      demoConfig({ rope_parameters: yarn, sliding_window: null, partial_rotary_factor: 1 }),
    );
    const found = [...keyTables].flatMap((table) =>
      [...table.keys()].filter((key) => textOf2(reading, key) !== undefined),
    );
    expect(found).toEqual(expect.arrayContaining(["sliding_window", "mscale", "truncate"]));
  });
});

/** Help for keys that the config has; `undefined` for the others. */
function textOf2(reading: ConfigReading, key: string): string | undefined {
  const offset = reading.text.indexOf(`"${key}"`);
  return offset < 0 ? undefined : explainKey(reading, offset)?.title;
}

describe("where a key is explained", () => {
  const reading = readingOf(demoConfig({ factor: 3 }));

  it("is on the key, its quotes included, or on its value, and covers just that", () => {
    const key = reading.text.indexOf('"head_dim"');
    expect(explainKey(reading, key)?.span).toEqual({ offset: key, length: 10 });
    expect(explainKey(reading, key + 9)?.span).toEqual({ offset: key, length: 10 });
    const value = reading.text.indexOf("32", key);
    expect(explainKey(reading, value)?.span).toEqual({ offset: value, length: 2 });
  });

  it("is neither on the colon, nor on a comma, a brace or another key", () => {
    const key = reading.text.indexOf('"head_dim"');
    const block = reading.text.indexOf("{", reading.text.indexOf('"rope_parameters"'));
    for (const offset of [key + 10, key + 11, key + 14, block, 0, -1, 1e9]) {
      expect(explainKey(reading, offset)).toBeUndefined();
    }
    expect(helpAt(reading, '"vocab_size"')).toBeUndefined();
    expect(helpAt(reading, '"factor"')).toBeUndefined();
  });

  it("offers the chart where there is a rotation to draw", () => {
    expect(helpAt(reading, '"rope_theta"')?.chart).toBe("wavelengths");
    expect(helpAt(reading, '"head_dim"')?.chart).toBeUndefined();
  });
});

describe("numbers without a rotation", () => {
  it("say so instead of a chart", () => {
    const reading = readingOf(
      demoConfig({
        rope_parameters: { ...yarn, factor: 0, original_max_position_embeddings: 0, beta_slow: 64 },
      }),
    );
    const help = helpAt(reading, '"rope_parameters"');
    expect(help?.chart).toBeUndefined();
    expect(help?.paragraphs.join(" ")).toMatch(
      /No rotation follows from these numbers: factor is 0/,
    );
    for (const key of Object.keys(yarn))
      expect(textOf(reading, key)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("never show up as NaN, whatever the sizes", () => {
    const sizes = [-1, 0, 0.5, 1e18, "4", null];
    for (const size of sizes) {
      const reading = readingOf(
        demoConfig({
          num_attention_heads: size,
          num_key_value_heads: size,
          head_dim: size,
          hidden_size: size,
          num_hidden_layers: size,
          max_position_embeddings: size,
          sliding_window: size,
        }),
      );
      for (let offset = 0; offset < reading.text.length; offset += 3) {
        const help = explainKey(reading, offset);
        expect(help?.paragraphs.join(" ") ?? "").not.toMatch(/NaN|Infinity|undefined/);
      }
    }
  });

  it("of the whole demo folder's config make sense at every offset", () => {
    const path = new URL("../../../../media/demo/rope/config.json", import.meta.url);
    const reading = readingOf(readFileSync(path, "utf8"));
    const keys = new Set<string>();
    for (let offset = 0; offset < reading.text.length; offset += 1) {
      const help = explainKey(reading, offset);
      if (help !== undefined) keys.add(help.key);
    }
    expect([...keys].sort()).toEqual([
      "head_dim",
      "hidden_size",
      "max_position_embeddings",
      "num_attention_heads",
      "num_key_value_heads",
      "rope_parameters",
      "rope_theta",
      "rope_type",
    ]);
  });
});

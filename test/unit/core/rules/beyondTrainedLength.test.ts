import { describe, expect, it } from "vitest";
import { checkDocument } from "../../../../src/core/rules/checkDocument.ts";
import { extrapolationSeverity } from "../../../../src/core/rules/extrapolationSeverity.ts";
import type { Finding } from "../../../../src/core/rules/finding.ts";
import { demoConfig, folderOfConfig } from "./testFolder.ts";

function findingsOf(config: object, generation: string): readonly Finding[] {
  const folder = folderOfConfig(JSON.stringify(config, undefined, 2));
  return checkDocument({ file: "/models/demo/generation_config.json", text: generation }, folder);
}

const yarn = demoConfig({
  max_position_embeddings: 512,
  rope_parameters: {
    rope_type: "yarn",
    factor: 4,
    original_max_position_embeddings: 128,
    rope_theta: 10000,
  },
});

describe("a length beyond the trained one", () => {
  it("is told with its numbers, the literal it rests on and a fix", () => {
    const config = demoConfig();
    const [finding] = findingsOf(config, '{"max_length": 512}');
    expect(finding?.message).toBe(
      "max_length asks for 512 tokens, 4.0 × the 128 this model was trained on (max_position_embeddings). " +
        "10 of its 16 rotating pairs (RoPE) did not finish one turn within 128 tokens and reach angles there that training never showed. " +
        "transformers goes on without an error.",
    );
    expect(finding?.engine).toBe("transformers");
    const related = finding?.related[0];
    const text = JSON.stringify(config, undefined, 2);
    expect(related?.file).toBe("/models/demo/config.json");
    expect(
      text.slice(related?.span.offset, (related?.span.offset ?? 0) + (related?.span.length ?? 0)),
    ).toBe("128");
    expect(finding?.fixes).toEqual([
      {
        title: "Lower max_length to 128",
        edits: [{ span: { offset: 15, length: 3 }, newText: "128" }],
        preferred: true,
      },
    ]);
  });

  it("counts no pair where yarn keeps all of them inside, and points at the original length", () => {
    const [finding] = findingsOf(yarn, '{"max_length": 512}');
    expect(finding?.severity).toBe("information");
    expect(finding?.message).toContain(
      "4.0 × the 128 taken as this model's trained length (rope_parameters.original_max_position_embeddings).",
    );
    expect(finding?.message).toContain(
      "At 512 tokens none of its 16 rotating pairs (RoPE · yarn ×4) leaves the angles met within 128.",
    );
    expect(finding?.message).toContain("The config declares 512.");
  });

  it("counts pairs again past what yarn was made for", () => {
    const [finding] = findingsOf(yarn, '{"max_length": 1024}');
    expect(finding?.message).toMatch(/1,024 tokens, 8\.0 × .* 10 of its 16 rotating pairs/);
    expect(finding?.severity).toBe("information");
  });

  it("counts the prompt's first token in with new tokens", () => {
    expect(findingsOf(demoConfig(), '{"max_new_tokens": 127}')).toEqual([]);
    const [finding] = findingsOf(demoConfig(), '{"max_new_tokens": 2000}');
    expect(finding?.message).toContain(
      "2,000 new tokens, with the shortest prompt 2,001 in all, 16 ×",
    );
  });

  it("is no finding without a config, a trained length or a number", () => {
    const file = "/models/demo/generation_config.json";
    expect(checkDocument({ file, text: '{"max_length": 512}' }, folderOfConfig(undefined))).toEqual(
      [],
    );
    for (const value of ["-5", "0", "1e999", '"512"', "null", "[512]", "{}"]) {
      expect(findingsOf(demoConfig(), `{"max_length": ${value}}`)).toEqual([]);
    }
  });

  it("only informs where the scheme is not recognised", () => {
    const config = {
      model_type: "gpt2",
      n_embd: 64,
      n_head: 4,
      n_layer: 2,
      n_positions: 128,
      vocab_size: 99,
    };
    for (const finding of findingsOf(config, '{"max_length": 512}')) {
      expect(finding.severity).toBe("information");
      expect(finding.message).not.toContain("pairs");
    }
  });
});

it.each([
  [1.05, "information", "warning"],
  [1.1, "information", "warning"],
  [1.2, "warning", "error"],
  [1.25, "warning", "error"],
  [1.3, "error", "error"],
  [40, "error", "error"],
] as const)(
  "a ratio of %d is %s for a plain rotation, %s for an extended one",
  (ratio, plain, extended) => {
    expect(extrapolationSeverity(ratio, "plain")).toBe(plain);
    expect(extrapolationSeverity(ratio, "extended")).toBe(extended);
  },
);

import { expect, it } from "vitest";
import { parseHfConfig } from "../../../../src/core/models/hfConfig.ts";

it.each([0, "GPT2Model", {}, [], [7], null])(
  "a config whose architectures are %j is read all the same",
  (architectures) => {
    const text = JSON.stringify({ model_type: "gpt2", n_positions: 64, architectures });
    const { value } = parseHfConfig(text, "config.json");
    expect(value?.spec).toMatchObject({ modelType: "gpt2", scheme: { kind: "learned", rows: 64 } });
  },
);

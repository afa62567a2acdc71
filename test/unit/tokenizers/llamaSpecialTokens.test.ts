import { expect, it } from "vitest";

import { parseTokenizer } from "../../../src/core/tokenizers/hfTokenizer.ts";

const json = JSON.stringify({
  model: { type: "BPE", vocab: { a: 0, "<s>": 1, "</s>": 2 }, merges: [] },
  post_processor: { type: "ByteLevel", trim_offsets: false },
});

it.each<[string, object, readonly number[]]>([
  ["no class", { add_bos_token: true, bos_token: "<s>" }, [0]],
  ["a class without flags", { tokenizer_class: "LlamaTokenizerFast", bos_token: "<s>" }, [0]],
  [
    "a beginning",
    { tokenizer_class: "LlamaTokenizerFast", add_bos_token: true, bos_token: "<s>" },
    [1, 0],
  ],
  [
    "both, one as an object",
    {
      tokenizer_class: "LlamaTokenizer",
      add_bos_token: true,
      add_eos_token: true,
      bos_token: { content: "<s>" },
      eos_token: "</s>",
    },
    [1, 0, 2],
  ],
  [
    "a token that is not there",
    { tokenizer_class: "LlamaTokenizer", add_bos_token: true, bos_token: "<x>" },
    [0],
  ],
])("%s", (_, config, ids) => {
  expect(parseTokenizer(json, JSON.stringify(config)).encode("a").ids).toEqual(ids);
});

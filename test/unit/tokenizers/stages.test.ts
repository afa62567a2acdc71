import { describe, expect, it } from "vitest";

import { alignedText, plainText } from "../../../src/core/tokenizers/alignedText.ts";
import { FieldReader } from "../../../src/core/tokenizers/fieldReader.ts";
import { readNormalizer } from "../../../src/core/tokenizers/stages/normalizers.ts";
import { readPreTokenizer } from "../../../src/core/tokenizers/stages/preTokenizers.ts";

function parts(settings: object, text: string): readonly string[] {
  const cut = readPreTokenizer(new FieldReader(settings, "pre_tokenizer"));
  return cut(alignedText(text)).map(plainText);
}

describe("pre-tokenizers cut as Hugging Face's documentation says", () => {
  const dash = { type: "Split", pattern: { String: "-" } };
  it.each<[object, readonly string[]]>([
    [{ ...dash, behavior: "Removed" }, ["the", "final", "countdown"]],
    [{ ...dash, behavior: "Isolated" }, ["the", "-", "final", "-", "-", "countdown"]],
    [{ ...dash, behavior: "Contiguous" }, ["the", "-", "final", "--", "countdown"]],
    [{ ...dash, behavior: "MergedWithPrevious" }, ["the-", "final-", "-", "countdown"]],
    [{ ...dash, behavior: "MergedWithNext" }, ["the", "-final", "-", "-countdown"]],
    [{ ...dash, behavior: "Removed", invert: true }, ["-", "-", "-"]],
    [
      { type: "Split", pattern: { Regex: "-+" }, behavior: "Removed" },
      ["the", "final", "countdown"],
    ],
    [{ type: "CharDelimiterSplit", delimiter: "-" }, ["the", "final", "countdown"]],
    [{ type: "FixedLength", length: 9 }, ["the-final", "--countdo", "wn"]],
    [{ type: "Punctuation", behavior: "Contiguous" }, ["the", "-", "final", "--", "countdown"]],
  ])("%j", (settings, expected) => {
    expect(parts(settings, "the-final--countdown")).toEqual(expected);
  });

  it.each<[object, readonly string[]]>([
    [{ type: "Digits", individual_digits: true }, ["a", "1", "2", " b", "½"]],
    [{ type: "Digits" }, ["a", "12", " b", "½"]],
    [{ type: "WhitespaceSplit" }, ["a12", "b½"]],
    [{ type: "Metaspace" }, ["▁a12", "▁b½"]],
    [{ type: "Metaspace", prepend_scheme: "never", split: false }, ["a12▁b½"]],
    [{ type: "Metaspace", add_prefix_space: false }, ["a12", "▁b½"]],
  ])("%j", (settings, expected) => {
    expect(parts(settings, "a12 b½")).toEqual(expected);
  });
});

describe("normalizers keep places", () => {
  it.each<[object, string, string, readonly (readonly [number, number])[]]>([
    [
      { type: "NFC" },
      "xe\u0301y",
      "xéy",
      [
        [0, 1],
        [1, 2],
        [3, 4],
      ],
    ],
    [
      { type: "NFD" },
      "xéy",
      "xe\u0301y",
      [
        [0, 1],
        [1, 2],
        [1, 2],
        [2, 3],
      ],
    ],
    [
      { type: "NFKC" },
      "ﬁx",
      "fix",
      [
        [0, 1],
        [0, 1],
        [1, 2],
      ],
    ],
    [
      { type: "NFC" },
      "\u1112\u1161\u11ab!",
      "한!",
      [
        [0, 1],
        [3, 4],
      ],
    ],
    [
      { type: "Lowercase" },
      "AΣ",
      "aσ",
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      { type: "Strip" },
      "  a b ",
      "a b",
      [
        [2, 3],
        [3, 4],
        [4, 5],
      ],
    ],
    [
      { type: "Strip", strip_left: false },
      " a ",
      " a",
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [{ type: "Strip" }, "   ", "", []],
    [
      { type: "Prepend", prepend: "▁" },
      "ab",
      "▁ab",
      [
        [0, 1],
        [0, 1],
        [1, 2],
      ],
    ],
    [{ type: "Prepend", prepend: "▁" }, "", "", []],
    [
      { type: "Replace", pattern: { Regex: " {2,}" }, content: " " },
      "a   b",
      "a b",
      [
        [0, 1],
        [3, 4],
        [4, 5],
      ],
    ],
    [
      { type: "Replace", pattern: { String: "🙂" }, content: "" },
      "a🙂b",
      "ab",
      [
        [0, 1],
        [2, 3],
      ],
    ],
  ])("%j of %j", (settings, text, expected, spans) => {
    const changed = readNormalizer(new FieldReader(settings, "normalizer"))(alignedText(text));
    expect(plainText(changed)).toBe(expected);
    expect(changed.starts.map((start, index) => [start, changed.ends[index]])).toEqual(spans);
  });

  it.each(["NFC", "NFD", "NFKC", "NFKD"] as const)("%s gives what JavaScript gives", (form) => {
    const normalize = readNormalizer(new FieldReader({ type: form }, "normalizer"));
    for (const text of [
      "a\u0323\u0301\u0307b",
      "ẛ̣",
      "각\u1100\u1161",
      "Ω Å ﷺ ½",
      "e\u0301".repeat(50),
      "\u0301a",
    ]) {
      expect(plainText(normalize(alignedText(text)))).toBe(text.normalize(form));
    }
  });

  it("takes time with the length of a pile of marks", () => {
    const normalize = readNormalizer(new FieldReader({ type: "NFC" }, "normalizer"));
    const began = performance.now();
    normalize(alignedText(`a${"\u0301".repeat(100_000)}`));
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

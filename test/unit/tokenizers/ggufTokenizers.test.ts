import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { memorySource } from "../../../src/core/bytes/memorySource.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { readGguf } from "../../../src/core/formats/gguf/readGguf.ts";
import type { GgufVocabulary } from "../../../src/core/tokenizers/gguf/ggufVocabulary.ts";
import { parseGgufTokenizer } from "../../../src/core/tokenizers/gguf/parseGgufTokenizer.ts";
import { readGgufVocabulary } from "../../../src/core/tokenizers/gguf/readGgufVocabulary.ts";
import { parseTokenizer } from "../../../src/core/tokenizers/hfTokenizer.ts";
import type { Encoding } from "../../../src/core/tokenizers/tokenizer.ts";

/** Vocabularies, and what llama.cpp makes of texts (scripts/goldens/vocabularies.py): every id must be the same. */
const folder = join(import.meta.dirname, "../../fixtures/tokenizers/gguf");
const shared = join(import.meta.dirname, "../../../../shared/goldens/formats");

async function vocabularyOf(path: string): Promise<GgufVocabulary> {
  const { value } = await readGguf(memorySource(new Uint8Array(readFileSync(path))), path);
  const vocabulary = await readGgufVocabulary(value.metadata);
  if (vocabulary === undefined) throw new Error(`${path} has no vocabulary`);
  return vocabulary;
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

const goldens = json(join(folder, "expected.json")) as {
  texts: string[];
  ids: Record<string, number[][]>;
};

describe("ids of llama.cpp", () => {
  it.each(Object.keys(goldens.ids))("%s", async (name) => {
    const tokenizer = parseGgufTokenizer(await vocabularyOf(join(folder, `${name}.gguf`)));
    const ids = goldens.texts.map((text) => tokenizer.encode(text).ids);
    expect(ids).toEqual(goldens.ids[name]);
    expect(ids.flat().every((id) => tokenizer.piece(id) !== undefined)).toBe(true);
  });

  const kinds = json(join(folder, "preTokenizers.json")) as { names: string[]; ids: number[][] }[];

  it.each(kinds.flatMap(({ names, ids }) => names.map((name) => [name, ids] as const)))(
    "pre-tokenizer %s",
    async (pre, ids) => {
      const vocabulary = await vocabularyOf(join(folder, "every-pair.gguf"));
      const tokenizer = parseGgufTokenizer({ ...vocabulary, pre });
      goldens.texts.forEach((text, index) => {
        expect(tokenizer.encode(text).ids, JSON.stringify(text)).toEqual(ids[index]);
      });
    },
  );
});

describe("spans", () => {
  const same = ["gpt2-byte-level", "llama-byte-fallback", "llama3-split-ignore-merges"];

  it.each(same)("of %s are those of its tokenizer.json", async (name) => {
    const tokenizer = parseGgufTokenizer(await vocabularyOf(join(folder, `${name}.gguf`)));
    const { cases } = json(join(folder, `../${name}.expected.json`)) as {
      cases: (Encoding & { text: string })[];
    };
    for (const { text, offsets } of cases) expect(tokenizer.encode(text).offsets).toEqual(offsets);
  });

  it("lie in the text for every kind of vocabulary", async () => {
    for (const name of Object.keys(goldens.ids)) {
      const tokenizer = parseGgufTokenizer(await vocabularyOf(join(folder, `${name}.gguf`)));
      for (const text of goldens.texts) {
        const { length } = Array.from(text);
        let before = 0;
        for (const [from, to] of tokenizer.encode(text).offsets.filter(([a, b]) => a < b)) {
          expect(from, name).toBeGreaterThanOrEqual(before);
          expect(to, name).toBeLessThanOrEqual(length);
          before = from;
        }
      }
    }
  });
});

describe("what does not fit together is refused in words", () => {
  const plain: GgufVocabulary = {
    model: "llama",
    pre: undefined,
    tokens: ["<unk>", "<s>", "</s>", "a"],
    scores: [0, 0, 0, -1],
    types: [2, 3, 3, 1],
    merges: undefined,
    specialIds: new Map(),
    addBos: undefined,
    addEos: undefined,
    addSpacePrefix: undefined,
    removeExtraWhitespaces: undefined,
    lowercase: undefined,
    stripAccents: undefined,
    charsmap: undefined,
    architecture: undefined,
    name: undefined,
  };

  it.each<[string, Partial<GgufVocabulary>, string]>([
    ["a kind that is not known", { model: "Quantum" }, '"Quantum"'],
    ["a pre-tokenizer that is not known", { model: "gpt2", pre: "x", merges: [] }, '"x"'],
    ["no merges", { model: "gpt2" }, "tokenizer.ggml.merges"],
    ["too few scores", { scores: [0] }, "has 1 entries; 4 were expected"],
    ["too few types", { types: [1, 2] }, "has 2 entries; 4 were expected"],
    ["a beginning that no token is", { tokens: ["a"] }, "tokenizer.ggml.bos_token_id"],
    ["no unknown token", { model: "bert" }, "unknown_token_id"],
    ["a broken table", { model: "t5", charsmap: new Uint8Array(3) }, "3 bytes"],
    ["a table that ends early", { model: "t5", charsmap: Uint8Array.of(8, 0, 0, 0, 1) }, "5 bytes"],
  ])("%s", (_, change, part) => {
    expect(() => parseGgufTokenizer({ ...plain, ...change })).toThrow(part);
    expect(() => parseGgufTokenizer({ ...plain, ...change })).toThrow(FormatError);
  });

  it("reads a table that points outside only as far as a text asks for it", () => {
    const charsmap = new Uint8Array(4 + 1024 + 8).fill(0xff);
    charsmap.set([0, 4, 0, 0]);
    const tokenizer = parseGgufTokenizer({ ...plain, model: "t5", charsmap });
    expect(() => tokenizer.encode("a")).toThrow(FormatError);
  });

  it("takes the id for what is unknown where bytes have no tokens", () => {
    expect(parseGgufTokenizer(plain).encode("aé").ids).toEqual([1, 0, 3, 0]);
  });

  it("names tokens that have no text", () => {
    const tokenizer = parseGgufTokenizer({ ...plain, tokens: ["<unk>", "<s>", "</s>", ""] });
    expect(tokenizer.piece(3)).toBe("[EMPTY_3]");
  });
});

/** Files made by llama.cpp's converter from hub folders: both say the same. */
const models = join(shared, "gguf-models");
const pairs = existsSync(models)
  ? readdirSync(models)
      .filter((name) => name.endsWith(".gguf"))
      .map((name) => name.replace(".gguf", ""))
  : [];

describe.skipIf(pairs.length === 0)("GGUF files beside their hub folders", () => {
  it.each(pairs)("%s", async (name) => {
    const tokenizer = parseGgufTokenizer(await vocabularyOf(join(models, `${name}.gguf`)));
    const hub = join(models, "hub", name.replace(/-(f16|q8_0)$/, ""));
    const read = (file: string): string => readFileSync(join(hub, file), "utf8");
    const twin = parseTokenizer(read("tokenizer.json"), read("tokenizer_config.json"));
    for (const text of goldens.texts) expect(tokenizer.encode(text)).toEqual(twin.encode(text));
  });
});

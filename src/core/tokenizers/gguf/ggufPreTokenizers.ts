/**
 * How llama.cpp cuts a text before byte-pair merging, by `tokenizer.ggml.pre` (its src/llama-vocab.cpp, in the state
 * of October 2026). Expressions are applied one after the other, each to the parts that the ones before have left;
 * what an expression matches and what lies between are parts alike. `\s` stands for Unicode's white space.
 */
export interface GgufPreTokenizer {
  readonly expressions: readonly string[];
  /** `square` where the time grows with the square of a run of digits. */
  readonly time?: "square";
  /** A part that is a token as a whole is taken before anything is merged. */
  readonly ignoresMerges?: true;
  /** A beginning is added unless the file says otherwise. */
  readonly addsBos?: true;
  /** The file's default beginning (id 11) does not hold. */
  readonly hasNoBos?: true;
  /** Merges text as it is, spaces written as "▁", and not GPT-2's characters for bytes. */
  readonly writesText?: "spaces-marked" | "spaces-dropped";
  /** A run of line feeds that is a token as a whole is taken so. */
  readonly takesLineFeeds?: true;
}

export function ggufPreTokenizer(name: string): GgufPreTokenizer | undefined {
  return preTokenizers.get(name);
}

const contraction = "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])";
const spaces = String.raw`\s+(?!\S)|\s+`;
const newlines = String.raw`\s*[\r\n]+|${spaces}`;
const gpt2 = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)`;
const word = String.raw`[^\r\n\p{L}\p{N}]?\p{L}+`;
const signs = String.raw` ?[^\s\p{L}\p{N}]+[\r\n]*`;
const signsAndSlash = String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`;
const llama3 = String.raw`${contraction}|${word}|\p{N}{1,3}|${signs}|${newlines}`;
const qwen2 = String.raw`${contraction}|${word}|\p{N}|${signs}|${newlines}`;
// Letters without a case count as small and as capital; so do all beyond ASCII, of which llama.cpp does not ask.
const capital = String.raw`(?:(?=\p{L})[^a-z])`;
const small = String.raw`(?:(?=\p{L})[^A-Z])`;
const front = String.raw`[^\r\n\p{L}\p{N}]?`;
const letterOrMark = String.raw`[\p{L}\p{M}]`;
const markedCapital = String.raw`(?:(?=[\p{L}\p{M}])[^a-z])`;
const markedSmall = String.raw`(?:(?=[\p{L}\p{M}])[^A-Z])`;
const deepseekWords = String.raw`[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_${"`"}{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+`;
const deepseek3 = String.raw`${deepseekWords}[\r\n]*|${newlines}`;
const kana = "[一-龥぀-ゟ゠-ヿ]+";
const han = String.raw`\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2EBEF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}`;

/** Letters that have a case, as DeepSeek LLM lists them. */
const casedLetters = String.raw`\u00B5\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u01BA\u01BC-\u01BF\u01C4-\u0293\u0295-\u02AF\u0370-\u0373\u0376\u0377\u037B-\u037D\u037F\u0386\u0388-\u038A\u038C\u038E-\u03A1\u03A3-\u03F5\u03F7-\u0481\u048A-\u052F\u0531-\u0556\u10A0-\u10C5\u13A0-\u13F5\u13F8-\u13FD\u1C90-\u1CBA\u1CBD-\u1CBF\u1D00-\u1D2B\u1D6B-\u1D77\u1D79-\u1D9A\u1E00-\u1F15\u1F18-\u1F1D\u1F20-\u1F45\u1F48-\u1F4D\u1F50-\u1F57\u1F59\u1F5B\u1F5D\u1F5F-\u1F7D\u1F80-\u1FB4\u1FB6-\u1FBC\u1FBE\u1FC2-\u1FC4\u1FC6-\u1FCC\u1FD0-\u1FD3\u1FD6-\u1FDB\u1FE0-\u1FEC\u1FF2-\u1FF4\u1FF6-\u1FFC\u2102\u2107\u210A-\u2113\u2115\u2119-\u211D\u2124\u2126\u2128\u212A-\u212D\u212F-\u2134\u2139\u213C-\u213F\u2145-\u2149\u214E\u2183\u2184\u2C00-\u2C7B\u2C7E-\u2CE4\u2CEB-\u2CEE\u2CF2\u2CF3\uA640-\uA66D\uA680-\uA69B\uA722-\uA76F\uA771-\uA787\uA78B-\uA78E\uAB70-\uABBF\uFB00-\uFB06\uFB13-\uFB17\uFF21-\uFF3A\uFF41-\uFF5A\u{10400}-\u{1044F}\u{104B0}-\u{104D3}\u{104D8}-\u{104FB}\u{10C80}-\u{10CB2}\u{10CC0}-\u{10CF2}\u{118A0}-\u{118DF}\u{1E900}-\u{1E943}`;

const llama3Kind: GgufPreTokenizer = {
  expressions: [llama3],
  ignoresMerges: true,
  addsBos: true,
};
const gpt2Kind: GgufPreTokenizer = { expressions: [gpt2] };
const digitsKind: GgufPreTokenizer = { expressions: [String.raw`\p{N}`, gpt2] };
const qwen2Kind: GgufPreTokenizer = { expressions: [qwen2] };
const gpt4oKind: GgufPreTokenizer = {
  expressions: [
    String.raw`${front}${capital}*${small}+${contraction}?|${front}${capital}+${small}*${contraction}?|\p{N}{1,3}|${signsAndSlash}|${newlines}`,
  ],
};
const deepseek3Kind: GgufPreTokenizer = {
  expressions: [String.raw`\p{N}{1,3}`, kana, deepseek3],
};
const bloomKind: GgufPreTokenizer = { expressions: [String.raw` ?[^(\s|.,!?…。，、।۔،)]+`] };
const bailingKind: GgufPreTokenizer = {
  expressions: [
    String.raw`'(?:[sSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])|${word}|\p{N}|${signs}|\s*[\r\n]|${spaces}`,
  ],
};
/** Digits by three from the right; what stands before them stays with the first. */
const digitsByThree = String.raw`\P{N}*\p{N}{1,3}(?=(?:\p{N}{3})*(?!\p{N}))`;
const tinyAyaKind: GgufPreTokenizer = {
  expressions: [
    digitsByThree,
    String.raw`${front}${letterOrMark}*${letterOrMark}+${contraction}?|${front}${letterOrMark}+${letterOrMark}*${contraction}?|\p{N}{1,3}|${signsAndSlash}|${newlines}`,
  ],
  time: "square",
};
const markedKind: GgufPreTokenizer = {
  expressions: [String.raw`[^\n]+|[\n]+`],
  writesText: "spaces-marked",
};
const gemma4Kind: GgufPreTokenizer = { ...markedKind, addsBos: true, takesLineFeeds: true };

const defaultKind: GgufPreTokenizer = {
  expressions: [String.raw`[\p{P}\$\+<=>\^~\|]+`, gpt2, String.raw`\p{N}+`, "[0-9][0-9][0-9]"],
};

const preTokenizers: ReadonlyMap<string, GgufPreTokenizer> = new Map([
  ["default", defaultKind],
  ...named(llama3Kind, "llama3 llama-v3 llama-bpe falcon3 falcon-h1 pixtral midm-2.0 lfm2"),
  ...named(llama3Kind, "jina-v5-nano"),
  ...named({ expressions: [llama3] }, "dbrx smaug-bpe"),
  ["glm4", { expressions: [llama3], hasNoBos: true, ignoresMerges: true }],
  ["chatglm-bpe", { expressions: [llama3], hasNoBos: true }],
  ...named(gpt2Kind, "gpt-2 phi-2 jina-es jina-de gigachat jina-v2-es jina-v2-de a.x-4.0 mellum"),
  ...named(gpt2Kind, "modern-bert jina-v1-en jina-v2-code roberta-bpe mpt olmo jais trillion"),
  ...named(gpt2Kind, "granite-docling exaone4"),
  ...named(digitsKind, "starcoder refact command-r smollm codeshell exaone minerva-7b mellum2"),
  ...named(qwen2Kind, "qwen2 deepseek-r1-qwen kormo f2llmv2 stablelm2 megrez hunyuan solar-open"),
  ...named(qwen2Kind, "grok-2"),
  ...named(gpt4oKind, "gpt-4o llama4 kanana2 talkie minimax-m2"),
  ...named(deepseek3Kind, "deepseek-v3 hunyuan-dense joyai-llm hy_v4"),
  ...named(bailingKind, "bailingmoe bailingmoe2 llada-moe"),
  ...named(tinyAyaKind, "tiny_aya cohere2moe"),
  ...named(bloomKind, "bloom poro-chat gpt3-finnish"),
  ...named(gemma4Kind, "gemma4 granite-embed-multi-311m"),
  ["sarvam-moe", markedKind],
  ["whitespace", { expressions: [String.raw`\S+`], writesText: "spaces-dropped" }],
  [
    "jais-2",
    {
      expressions: [
        String.raw`${contraction}|${word}|\p{N}{1,3}|${signs}|\s*[\r\n]+|\s{512}(?!\S)|\s{256}(?!\S)|\s{128}(?!\S)|\s{64}(?!\S)|\s{32}(?!\S)|\s{16}(?!\S)|\s{8}(?!\S)|\s{4}(?!\S)|\s{1,2}(?!\S)|\s{1}`,
      ],
    },
  ],
  [
    "minicpm5",
    {
      expressions: [
        String.raw`\p{N}{1,3}`,
        String.raw`${contraction}|${word}|\p{N}+|${signs}|${newlines}`,
      ],
      ignoresMerges: true,
    },
  ],
  [
    "spark2_5",
    {
      expressions: [
        String.raw`\p{N}{1,3}`,
        kana,
        String.raw`${deepseekWords}|[\r\n]|${spaces}`,
        String.raw`\p{N}`,
      ],
    },
  ],
  [
    "youtu",
    {
      expressions: [
        "[가-힣ㄱ-ㆎ]+|[！…“”‘’—：；，、-〿︰-﹏]+|[ㄅ-ㄯ]+|[一-龥぀-ゟ゠-ヿ]+",
        String.raw`${front}${letterOrMark}*${letterOrMark}+${contraction}?|${front}${letterOrMark}+${letterOrMark}*${contraction}?|\p{N}|${signsAndSlash}|${newlines}`,
      ],
      ignoresMerges: true,
    },
  ],
  [
    "deepseek-llm",
    {
      expressions: [
        String.raw`[\r\n]`,
        String.raw`\s?[A-Za-z${casedLetters}]+`,
        String.raw`\s?[!-/:-~！-／：-～‘-‟　-。]+`,
        String.raw`\s+$`,
        "[一-龥ࠀ-一가-퟿]+",
        String.raw`\p{N}+`,
      ],
    },
  ],
  [
    "deepseek-coder",
    {
      expressions: [
        String.raw`[\r\n]`,
        String.raw`\s?\p{L}+`,
        String.raw`\s?\p{P}+`,
        "[一-龥ࠀ-一가-퟿]+",
        String.raw`\p{N}`,
      ],
    },
  ],
  ["falcon", { expressions: [String.raw`[\p{P}\$\+<=>\^~\|${"`"}]+`, gpt2, "[0-9][0-9][0-9]"] }],
  [
    "qwen35",
    {
      expressions: [
        String.raw`${contraction}|${front}${letterOrMark}+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|${newlines}`,
      ],
    },
  ],
  ["viking", { expressions: [String.raw` ?[^(\s|.,!?…。，、।۔،)]+`, String.raw`\p{N}`] }],
  [
    "tekken",
    {
      expressions: [
        String.raw`${front}${capital}*${small}+|${front}${capital}+${small}*|\p{N}|${signsAndSlash}|${newlines}`,
      ],
      ignoresMerges: true,
      addsBos: true,
    },
  ],
  [
    "chameleon",
    {
      expressions: [
        "<sentinel:[0-9]+>",
        "(?:IMGIMG)(?:A|B|C|D|E|F|G|H|I){1,4}Z",
        String.raw`[\t\n]|    |  `,
        String.raw`\p{N}`,
        String.raw`[\p{P}!-/:-@\[-${"`"}{-~]`,
        gpt2,
      ],
      addsBos: true,
    },
  ],
  [
    "granite-embed-multi-97m",
    {
      expressions: [
        String.raw`${front}${markedCapital}*${markedSmall}+${contraction}?|${front}${markedCapital}+${markedSmall}*${contraction}?|\p{N}{1,3}|${signsAndSlash}|${newlines}`,
      ],
      ignoresMerges: true,
    },
  ],
  [
    "kimi-k2",
    {
      expressions: [
        String.raw`[${han}]+|${front}(?:(?![${han}])\p{L})+${contraction}?|\p{N}{1,3}|${signs}|${newlines}`,
      ],
    },
  ],
  [
    "superbpe",
    { expressions: [String.raw`\p{N}+`, String.raw`(?=(?:\d{3})+(?!\d))`], time: "square" },
  ],
  [
    "seed-coder",
    {
      expressions: [String.raw`${contraction}|${word}|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+|${newlines}`],
    },
  ],
  ["ufakzeka", { expressions: [String.raw`${word}|\p{N}|${signs}|${newlines}`] }],
  [
    "afmoe",
    {
      expressions: [
        digitsByThree,
        String.raw`[一-鿿㐀-䶿\uF900-\uFAFF぀-ゟ゠-ヿ･-ﾟ⼀-⿟เ-๿຀-໿ក-៿က-႟ꩠ-ꩿꧠ-꧿가-힯ᄀ-ᇿ]+`,
        deepseek3,
      ],
      time: "square",
    },
  ],
  ["laguna", { expressions: [String.raw`[^\n]+|[\n]+`, qwen2] }],
  [
    "exaone-moe",
    {
      expressions: [
        String.raw`${contraction}|${front}(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|${spaces}`,
      ],
    },
  ],
]);

function named(kind: GgufPreTokenizer, names: string): readonly [string, GgufPreTokenizer][] {
  return names.split(" ").map((name) => [name, kind]);
}

/** How the vocabulary in a file is written. */
export type VocabularyKind = "json" | "gguf" | "sentencepiece" | "merges" | "wordpiece";

/**
 * The files of a folder that a tokenizer can be made of, best first: the file that the user pointed at, tokenizer.json,
 * the vocabularies of GGUF files, SentencePiece models, vocab.json with merges.txt, vocab.txt.
 * @param names Files of the folder.
 * @param preferred A file of the folder that was pointed at; of no weight where it holds no vocabulary.
 */
export function vocabularyFiles(names: readonly string[], preferred?: string): readonly string[] {
  const found = [
    ...names.filter((name) => name === "tokenizer.json"),
    ...names.filter(isGguf).toSorted().slice(0, mostGgufFiles),
    ...sentencePieceNames.filter((name) => names.includes(name)),
    ...names.filter((name) => name === "vocab.json" && names.includes("merges.txt")),
    ...names.filter((name) => name === "vocab.txt"),
  ];
  const first = names.find((name) => name === preferred && vocabularyKind(name) !== undefined);
  return first === undefined ? found : [first, ...found.filter((name) => name !== first)];
}

/** By the name alone. */
export function vocabularyKind(name: string): VocabularyKind | undefined {
  if (isGguf(name)) return "gguf";
  if (name.endsWith(".model")) return "sentencepiece";
  if (name.endsWith("vocab.json") || name.endsWith("merges.txt")) return "merges";
  if (name.endsWith("vocab.txt")) return "wordpiece";
  return name.endsWith("tokenizer.json") ? "json" : undefined;
}

/** Whether the settings in tokenizer_config.json and config.json beside a file are its own. */
export function isUsualName(name: string): boolean {
  return usualNames.has(name);
}

function isGguf(name: string): boolean {
  return name.toLowerCase().endsWith(".gguf");
}

/** The vocabulary stands in the first of the parts; other files of a folder are other sizes of one model. */
const mostGgufFiles = 2;

const sentencePieceNames = [
  "tokenizer.model",
  "spiece.model",
  "sentencepiece.bpe.model",
  "spm.model",
  "sentencepiece.model",
];

const usualNames: ReadonlySet<string> = new Set([
  "tokenizer.json",
  "vocab.json",
  "merges.txt",
  "vocab.txt",
  ...sentencePieceNames,
]);

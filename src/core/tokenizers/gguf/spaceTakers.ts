import type { GgufVocabulary } from "./ggufVocabulary.ts";

interface TakesSpaces {
  readonly takesLeft: boolean;
  readonly takesRight: boolean;
}

/** Special tokens that take the white space beside them: a GGUF file does not say so, llama.cpp knows by names. */
export function spaceTakers(
  { pre = "", architecture = "", name = "" }: GgufVocabulary,
  token: string,
): TakesSpaces {
  if (jinaKinds.some((kind) => pre.includes(kind)) || mixedKinds.has(architecture)) {
    return { takesLeft: token === "<mask>", takesRight: false };
  }
  const model = name.toLowerCase();
  if (model.includes("phi-3") || model.includes("phi3")) {
    return { takesLeft: false, takesRight: !plainInPhi3.has(token) };
  }
  return { takesLeft: token === "[MASK]" && model.includes("modern-bert"), takesRight: false };
}

const jinaKinds = ["jina-v2-de", "jina-v2-es", "jina-v2-code"];
const mixedKinds: ReadonlySet<string> = new Set(["nomic-bert-moe", "jina-bert-v3"]);
const plainInPhi3: ReadonlySet<string> = new Set(["<unk>", "<s>", "<|endoftext|>"]);

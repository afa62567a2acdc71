import { FieldReader } from "./fieldReader.ts";
import { textlessToken } from "./placedToken.ts";
import { type PostProcessor, surround } from "./stages/postProcessors.ts";

/**
 * The tokenizer classes of Llama in transformers (LlamaTokenizer, LlamaTokenizerFast) put their own beginning and end
 * in the place of the file's post-processor, where tokenizer_config.json says so. `undefined` where it does not.
 * @param idOf Ids of the vocabulary.
 * @throws FormatError `bad-header`
 */
export function llamaSpecialTokens(
  config: FieldReader,
  idOf: (token: string) => number | undefined,
): PostProcessor | undefined {
  const tokenizerClass = config.raw("tokenizer_class");
  const isLlama = tokenizerClass === "LlamaTokenizer" || tokenizerClass === "LlamaTokenizerFast";
  const says = [config.raw("add_bos_token"), config.raw("add_eos_token")];
  if (!isLlama || says.every((value) => typeof value !== "boolean")) return undefined;
  const side = (adds: boolean, name: string): ReturnType<typeof textlessToken>[] => {
    const token = adds ? readToken(config, name) : undefined;
    const id = token === undefined ? undefined : idOf(token);
    return token === undefined || id === undefined ? [] : [textlessToken(token, id)];
  };
  return surround(
    side(config.flag("add_bos_token", "on"), "bos_token"),
    side(config.flag("add_eos_token", "off"), "eos_token"),
  );
}

/** A text, or an object with the text as its `content`. */
function readToken(config: FieldReader, name: string): string | undefined {
  const value = config.raw(name);
  if (value === undefined || typeof value === "string") return value;
  return new FieldReader(value, name).string("content");
}

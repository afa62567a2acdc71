/**
 * Whether the text of a `config.json` is worth parsing: the name is far too common to say so itself.
 * A cheap look at the two keys that every model config has one of; the parser has the last word.
 */
export function namesAModel(text: string): boolean {
  return /"(?:model_type|architectures)"\s*:/.test(text);
}

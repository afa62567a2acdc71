import { classFactsOf, type ClassFacts } from "./classes/classFacts.ts";
import { ConfigObject } from "./classes/configObject.ts";

/** What a config class fills in where `config.json` says nothing. */
export interface ModelType {
  readonly modelType: string;
  /** Class in transformers, for the reader of a provenance. */
  readonly configClass: string;
  readonly facts: ClassFacts;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  /** `null` = as many as heads. A null in the file means that too, whatever the default is. */
  readonly kvHeads: number | null;
  /** `null` = hidden size / heads. */
  readonly headDim: number | null;
  readonly intermediateSize: number | undefined;
  readonly vocabSize: number | undefined;
  readonly normEps: number;
  readonly hiddenAct: string;
  readonly tieWordEmbeddings: boolean;
  /** Names under which the class takes an attribute, the first of which is its own. */
  names(attribute: string): readonly string[];
}

/** The type of that name, from the table of all types. Compares names, so `__proto__` finds nothing. */
export function modelTypeOf(name: string): ModelType | undefined {
  const facts = classFactsOf(name);
  if (facts === undefined) return undefined;
  const defaults = new ConfigObject({}, facts);
  const text = (...names: readonly string[]): string => {
    const value = names.map((attribute) => defaults.get(attribute)).find(Boolean);
    return typeof value === "string" ? value : "";
  };
  return {
    modelType: name,
    configClass: facts.c,
    facts,
    hiddenSize: defaults.number("hidden_size") ?? 0,
    layers: defaults.number("num_hidden_layers") ?? 0,
    heads: defaults.number("num_attention_heads") ?? 0,
    kvHeads: ownDefault(facts, "num_key_value_heads"),
    headDim: ownDefault(facts, "head_dim"),
    intermediateSize: defaults.number("intermediate_size"),
    vocabSize: defaults.number("vocab_size"),
    normEps:
      ["rms_norm_eps", "layer_norm_eps", "layer_norm_epsilon", "norm_eps"]
        .map((attribute) => defaults.number(attribute))
        .find((value) => value !== undefined) ?? 0,
    hiddenAct: text("hidden_act", "hidden_activation", "activation_function"),
    tieWordEmbeddings: defaults.get("tie_word_embeddings") === true,
    names: (attribute) => namesOf(facts, attribute),
  };
}

/** A number of the class itself; what it derives from other attributes is `null` here. */
function ownDefault({ d, m }: ClassFacts, attribute: string): number | null {
  const name = m !== undefined && Object.hasOwn(m, attribute) ? (m[attribute] ?? "") : attribute;
  const value = Object.hasOwn(d, name) ? d[name] : null;
  return typeof value === "number" ? value : null;
}

function namesOf({ m = {} }: ClassFacts, attribute: string): readonly string[] {
  const real = Object.hasOwn(m, attribute) ? (m[attribute] ?? attribute) : attribute;
  const others = Object.keys(m).filter((name) => m[name] === real);
  return [...new Set([real, ...others, attribute])];
}

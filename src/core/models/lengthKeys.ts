import type { ConfigObject } from "./classes/configObject.ts";
import { wholeKind, type ConfigFields } from "./configFields.ts";
import type { SpecFields } from "./specFields.ts";

export interface LengthKeys {
  /** Every length found, under its own name. */
  readonly keys: Readonly<Record<string, number>>;
  readonly declared: { readonly key: string; readonly value: number | undefined };
}

/**
 * The lengths a config states. A known type has those of its class, with defaults; others are searched under every
 * name in use. The first is the declared one. A length that cannot be used counts as not said, and no default stands
 * in for it: a wrong length is worse than none.
 */
export function readLengthKeys(
  fields: ConfigFields,
  spec: SpecFields,
  object: ConfigObject,
): LengthKeys {
  const { type } = spec;
  const keys: Record<string, number> = {};
  let declared: LengthKeys["declared"] | undefined;
  for (const name of lengthNames) {
    const own = type === undefined ? undefined : lengthKind.take(object.get(name));
    const reading = fields.read(namesOf(name, spec, object), lengthKind);
    if (reading.kind === "absent" && own === undefined) continue;
    const field = declared === undefined ? "lengths.declared" : `lengthKeys.${name}`;
    const otherwise = reading.kind === "absent" ? own : undefined;
    const value = spec.settle<number | undefined>(field, reading, otherwise);
    if (value !== undefined) keys[name] = value;
    if (!besides.has(name)) declared ??= { key: name, value };
  }
  return { keys, declared: declared ?? { key: "the config", value: undefined } };
}

/** The names under which a class that has this length takes it. */
function namesOf(name: string, { type }: SpecFields, object: ConfigObject): readonly string[] {
  const isOwn = type !== undefined && object.get(name) !== undefined;
  return isOwn ? type.names(name) : [name];
}

/** Lengths that say what a model was before its extension, never what it declares. */
const besides: ReadonlySet<string> = new Set(["original_max_position_embeddings"]);

const lengthKind = wholeKind(1, Number.MAX_SAFE_INTEGER);

/** Names of lengths across families; `max_length` is a default of generation and no length of the model. */
const lengthNames = [
  "max_position_embeddings",
  "n_positions",
  "n_ctx",
  "max_seq_len",
  "max_sequence_length",
  "max_seq_length",
  "seq_length",
  "seq_len",
  "model_max_length",
  "max_target_positions",
  "max_source_positions",
  "max_trained_positions",
  "context_length",
  "max_text_positions",
  "original_max_position_embeddings",
];

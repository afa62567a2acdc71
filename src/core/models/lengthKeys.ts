import { wholeKind, type ConfigFields } from "./configFields.ts";
import type { SpecFields } from "./specFields.ts";

export interface LengthKeys {
  /** Every length found, under its own name. */
  readonly keys: Readonly<Record<string, number>>;
  readonly declared: { readonly key: string; readonly value: number | undefined };
}

/**
 * The lengths a config states. A known type has `max_position_embeddings`, with a class default; others are searched
 * under every name in use, and the first is the declared one. A length that cannot be used counts as not said, and no
 * default stands in for it: a wrong length is worse than none.
 */
export function readLengthKeys(fields: ConfigFields, spec: SpecFields): LengthKeys {
  const { type } = spec;
  const names = type === undefined ? lengthNames : lengthNames.slice(0, 1);
  const keys: Record<string, number> = {};
  let declared: LengthKeys["declared"] | undefined;
  for (const name of names) {
    const reading = fields.read([name], lengthKind);
    if (reading.kind === "absent" && type === undefined) continue;
    const otherwise = reading.kind === "absent" ? type?.maxPositions : undefined;
    const value = spec.settle<number | undefined>(
      declared === undefined ? "lengths.declared" : `lengthKeys.${name}`,
      reading,
      otherwise,
    );
    if (value !== undefined) keys[name] = value;
    declared ??= { key: name, value };
  }
  return { keys, declared: declared ?? { key: "the config", value: undefined } };
}

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
];

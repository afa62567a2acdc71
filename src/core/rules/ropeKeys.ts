/**
 * Keys of a `rope_parameters` / `rope_scaling` block by `rope_type`, as transformers 5.23 validates them
 * (`modeling_rope_utils.py`, the `_validate_*_rope_parameters` functions). An unknown one costs a warning
 * in the log and has no effect.
 */
const keysByType: ReadonlyMap<string, readonly string[]> = new Map([
  ["default", []],
  ["linear", ["factor"]],
  ["dynamic", ["factor"]],
  [
    "yarn",
    [
      "factor",
      "original_max_position_embeddings",
      "attention_factor",
      "beta_fast",
      "beta_slow",
      "mscale",
      "mscale_all_dim",
      "truncate",
    ],
  ],
  [
    "longrope",
    [
      "factor",
      "original_max_position_embeddings",
      "attention_factor",
      "short_factor",
      "long_factor",
    ],
  ],
  ["llama3", ["factor", "original_max_position_embeddings", "low_freq_factor", "high_freq_factor"]],
  // The formula reads `factor` here although the validator does not list it.
  ["proportional", ["factor"]],
]);

/** Known to every type. */
const commonKeys = ["rope_type", "type", "rope_theta", "partial_rotary_factor"] as const;

/** Keys that single model classes read or let pass, whatever the type. */
const classKeys = [
  "mrope_section",
  "mrope_interleaved",
  "xdrope_section",
  "alpha",
  "finetuned",
  "llama_4_scaling_beta",
  // Ministral 3 repeats its length inside the block.
  "max_position_embeddings",
  "short_mscale",
  "long_mscale",
] as const;

/** Keys of the config itself that begin with "rope" and that some model class reads. */
export const topLevelRopeKeys: readonly string[] = [
  "rope_theta",
  "rope_scaling",
  "rope_parameters",
  "rope_local_base_freq",
  "rope_interleave",
  "rope_interleaved",
  "rope_ratio",
  "rope_pct",
  "rope_traditional",
  "rope_type",
  "rope_dim",
  "rope_head_dim",
  "rope_condense_ratio",
];

export interface RopeBlockKeys {
  /** What a block of this type reads. */
  readonly read: readonly string[];
  /** What blocks of any type read. */
  readonly known: readonly string[];
}

/** For a type that is not named or not known every key of every type counts as read. */
export function ropeBlockKeys(ropeType: string | undefined): RopeBlockKeys {
  const all = [...new Set([...keysByType.values()].flat())];
  const own = ropeType === undefined ? undefined : keysByType.get(ropeType);
  const known = [...commonKeys, ...all, ...classKeys];
  return { known, read: own === undefined ? known : [...commonKeys, ...own, ...classKeys] };
}

import type { FamilyTable, LayerRole, ModelRole } from "../../models/families/familyTable.ts";
import { positionMeanings } from "./positionMeanings.ts";

/** What a tensor is for, as coarse as a filter needs it. */
export const tensorRoleNames = [
  "position",
  "embedding",
  "q",
  "k",
  "v",
  "o",
  "mlp",
  "norm",
  "head",
  "other",
] as const;

export type TensorRole = (typeof tensorRoleNames)[number];

/** One or two sentences about a tensor that holds positions; `undefined` for every other. */
export function positionMeaning(name: string): string | undefined {
  return positionMeanings.find(({ pattern }) => pattern.test(name.toLowerCase()))?.meaning;
}

/**
 * The roles of a tensor: by the family's table where that names it, else by how checkpoints name such tensors.
 * A fused tensor has several, one that fits no name is `other`.
 */
export function tensorRoles(name: string, family: FamilyTable | undefined): readonly TensorRole[] {
  if (positionMeaning(name) !== undefined) return ["position"];
  const known = family === undefined ? undefined : familyRole(name, family);
  if (known !== undefined) return [known];
  const lower = name.toLowerCase();
  return namePatterns.find(({ pattern }) => pattern.test(lower))?.roles ?? ["other"];
}

const layerRoles: Readonly<Record<LayerRole, TensorRole>> = {
  attentionNorm: "norm",
  q: "q",
  k: "k",
  v: "v",
  o: "o",
  qNorm: "norm",
  kNorm: "norm",
  mlpNorm: "norm",
  gate: "mlp",
  up: "mlp",
  down: "mlp",
};

const modelRoles: Readonly<Record<ModelRole, TensorRole>> = {
  embedding: "embedding",
  finalNorm: "norm",
  head: "head",
};

function familyRole(name: string, family: FamilyTable): TensorRole | undefined {
  const pattern = name.replace(/\.(?:weight|bias)$/, "").replace(/(?<=\.)\d+(?=\.)/, "{l}");
  const names = family.optionalPrefixes
    .filter((prefix) => pattern.startsWith(prefix))
    .map((prefix) => pattern.slice(prefix.length));
  const find = <R extends string>(
    table: Readonly<Partial<Record<R, string>>>,
    roles: Readonly<Record<R, TensorRole>>,
  ): TensorRole | undefined => {
    const found = (Object.keys(roles) as R[]).find((role) => names.includes(table[role] ?? ""));
    return found === undefined ? undefined : roles[found];
  };
  return find(family.layer, layerRoles) ?? find(family.model, modelRoles);
}

interface NamePattern {
  readonly roles: readonly TensorRole[];
  readonly pattern: RegExp;
}

const named = (roles: readonly TensorRole[], words: string): NamePattern => ({
  roles,
  pattern: new RegExp(`(?:^|\\.)(?:${words})(?:\\.|$)`),
});

/** Names of the large libraries and of GGUF, in lower case. The first that fits counts: norms lie inside other parts. */
const namePatterns: readonly NamePattern[] = [
  named(["norm"], "\\w*norm\\w*|ln|ln_?\\w+|\\w+_ln|g_\\w+_ln"),
  named(
    ["q", "k", "v"],
    "qkv|qkv_proj|w_?qkv|c_attn|query_key_value|attn_qkv|in_proj|in_proj_weight|in_proj_bias",
  ),
  named(["k", "v"], "kv|kv_proj|kv_[ab]_proj|kv_a_proj_with_mqa|attn_kv_[ab]\\w*|to_kv"),
  named(["q"], "q|q_proj|q_lin|w_?q|query|query_proj|q_[ab]_proj|attn_q|attn_q_[ab]|to_q"),
  named(["k"], "k|k_proj|k_lin|w_?k|key|key_proj|attn_k|attn_k_b|to_k"),
  named(["v"], "v|v_proj|v_lin|w_?v|value|value_proj|attn_v|attn_v_b|to_v"),
  named(["o"], "o|o_proj|out_proj|out_lin|w_?o|attn_output|to_out"),
  {
    roles: ["o"],
    pattern: /(?:^|\.)\w*(?:attention|attn)\.(?:output\.)?(?:dense|c_proj|proj)(?:\.|$)/,
  },
  named(
    ["mlp"],
    "mlp|ffn|ffn_\\w+|feed_?forward|densereludense|experts?|block_sparse_moe|fc\\d|fc_in|fc_out|c_fc|gate_proj|up_proj|down_proj|gate_up_proj|w[123]|wi|wi_\\d|lin\\d|dense_h_to_4h|dense_4h_to_h|intermediate",
  ),
  { roles: ["mlp"], pattern: /(?:^|\.)\d+\.output\.dense(?:\.|$)/ },
  { roles: ["head"], pattern: /^output\.(?:weight|bias)$/ },
  named(
    ["head"],
    "lm_head|embed_out|score|classifier|qa_outputs|pre_classifier|predictions|mlm_head|generator_lm_head",
  ),
  named(["embedding"], "\\w*embed\\w*|wte|token_embd|token_types|shared|vectors|patch_projection"),
];

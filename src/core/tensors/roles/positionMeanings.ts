/** What a tensor that holds positions does, by its name. */
export interface PositionMeaning {
  readonly pattern: RegExp;
  /** One or two sentences for people. */
  readonly meaning: string;
}

/** A whole dotted part of a name. */
const part = (words: string): RegExp => new RegExp(`(?:^|\\.)(?:${words})(?:\\.|$)`);

/** The first that fits counts, so special names stand before general ones. */
export const positionMeanings: readonly PositionMeaning[] = [
  {
    pattern: part("position_ids|relative_position_index"),
    meaning: "A buffer of whole numbers that says which position or pair is looked up where.",
  },
  {
    pattern: part("rope_freqs|rope_factors_long|rope_factors_short"),
    meaning:
      "RoPE: one divisor per rotated pair. It slows the pair's rotation where the context was extended.",
  },
  {
    pattern: /(?:^|\.|_)(?:inv_freq|freqs_cis|freqs_cos|freqs_sin|cos_cached|sin_cached)(?:\.|$)/,
    meaning:
      "RoPE: how fast each pair of q and k turns with the position. It follows from the config and is not learned.",
  },
  {
    pattern: part("relative_attention_bias|attn_rel_b"),
    meaning:
      "One learned number per head and bucket of distance, added to the scores. Distances beyond the last bucket share it.",
  },
  {
    pattern: part("relative_position_bias_table|rel_pos_bias|relative_position_bias"),
    meaning: "One learned number per head and offset inside a window, added to the scores.",
  },
  {
    pattern: part("continuous_position_bias_mlp|relative_coords_table|cpb_mlp"),
    meaning: "A small network that gives each offset inside a window its number per head.",
  },
  {
    pattern: part("r_w_bias|r_r_bias|r_s_bias|pos_bias_u|pos_bias_v|seg_embed"),
    meaning: "A learned query of its own for content or for distance, the same at every position.",
  },
  {
    pattern: part("r_net|r|linear_pos|pos_proj|pos_key_proj|pos_query_proj|pos_q_proj"),
    meaning: "Projects the vectors of relative distances before they meet queries or keys.",
  },
  {
    pattern: part(
      "rel_embeddings|distance_embedding|relative_embeddings?|embeddings_table|rel_pos_emb",
    ),
    meaning: "One learned vector per relative distance; farther ones are clipped to the last.",
  },
  {
    pattern: /(?:^|\.|_)(?:alibi|slopes)(?:\.|_|$)/,
    meaning: "ALiBi: one slope per head, by which the scores fall with the distance. Not learned.",
  },
  {
    pattern: /(?:^|\.)(?:x|y|h|w|row|col|column|temporal|time)_position_embeddings?(?:\.|$)/,
    meaning: "One learned vector per place along one axis of a page, a picture or a clip.",
  },
  {
    pattern:
      /(?:^|\.|_)(?:wpe|position_embeddings?|embed_positions|positional_embeddings?|position_embd|pos_embed(?:dings?)?|pos_emb|absolute_pos_embed|positional_encoding|pe)(?:\.|$)/,
    meaning:
      "One vector per position, added to what enters the first layer. There is none for a position beyond its rows.",
  },
];

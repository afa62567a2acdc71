/**
 * Scale and minimum of group `group` of eight, six bits each, from the twelve bytes at `at` that Q4_K and Q5_K share
 * (`get_scale_min_k4`): bytes 0 to 3 have the scales and bytes 4 to 7 the minima of groups 0 to 3 in their lower six
 * bits; groups 4 to 7 have their lower four bits in bytes 8 to 11 (scale low, minimum high nibble) and their upper two
 * on top of the bytes of groups 0 to 3.
 */
export function packedScale(bytes: Uint8Array, at: number, group: number): number {
  if (group < 4) return (bytes[at + group] ?? 0) & 63;
  return ((bytes[at + group + 4] ?? 0) & 15) | (((bytes[at + group - 4] ?? 0) >> 6) << 4);
}

export function packedMinimum(bytes: Uint8Array, at: number, group: number): number {
  if (group < 4) return (bytes[at + group + 4] ?? 0) & 63;
  return ((bytes[at + group + 4] ?? 0) >> 4) | (((bytes[at + group] ?? 0) >> 6) << 4);
}

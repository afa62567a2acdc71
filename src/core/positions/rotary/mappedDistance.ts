import type { PositionMap } from "./rotarySchemes.ts";

/**
 * The distance that a query at i turns by for a key at j ≤ i; both from 0.
 *
 * - ReRoPE (Su 2023, kexue.fm 9708; bojone/rerope): min(D, w).
 * - Leaky ReRoPE (the same): D below w, else w + (D − w)/k.
 * - Self-Extend (Jin et al. 2024, arXiv 2401.01325, equation 4): D below W, else ⌊i/G⌋ − ⌊j/G⌋ + W − ⌊W/G⌋.
 *   `self_extend_forward` of the authors' LongLM leaves W/G unrounded ("exact"), so distances are fractions where G does
 *   not divide W. We take the paper's form unless told otherwise.
 * - Dual chunk attention (An et al. 2024, arXiv 2402.17463, equations 2 to 8), the block-wise form: keys have j mod s;
 *   queries of the same block i mod s, of the next block min(s + i mod s, c − 1), of later ones c − 1; s the size of a
 *   block, c the trained length.
 */
export function mappedDistance(map: PositionMap, i: number, j: number): number {
  const distance = i - j;
  switch (map.type) {
    case "rerope":
      return Math.min(distance, map.window);
    case "leakyRerope":
      return distance < map.window ? distance : map.window + (distance - map.window) / map.k;
    case "selfExtend": {
      if (distance < map.window) return distance;
      const groups = Math.floor(i / map.group) - Math.floor(j / map.group);
      const shift = map.window / map.group;
      return groups + map.window - (map.form === "floor" ? Math.floor(shift) : shift);
    }
    case "dualChunk": {
      const apart = Math.floor(i / map.chunk) - Math.floor(j / map.chunk);
      if (apart === 0) return distance;
      const last = map.trained - 1;
      const query = apart === 1 ? Math.min(map.chunk + (i % map.chunk), last) : last;
      return query - (j % map.chunk);
    }
  }
}

import {
  concat,
  gather,
  matMul,
  reshape,
  slice,
  tensor1d,
  tidy,
  transpose,
  type Tensor2D,
  type Tensor3D,
} from "@tensorflow/tfjs-core";
import type { Kernels } from "../kernels.ts";
import { maxScoreBytes } from "../limits.ts";
import type { Rotation } from "../rotation.ts";

/** What a layer keeps for its maps; not rotated, so that with and without position come from the same. */
export interface QueryKey {
  /** [heads, tokens, head size]. */
  readonly q: Tensor3D;
  /** [kvHeads, tokens, head size]; kvHeads divides heads. */
  readonly k: Tensor3D;
}

/** What a query is let see, and how a score is made of it. */
export interface Sight {
  readonly rotation: Rotation;
  /** [tokens, tokens], added to the scores. */
  readonly mask: Tensor2D;
  /** Factor on q·k. */
  readonly scale: number;
}

/** Half-open. */
export interface HeadRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Grouped-query attention with a mask (Vaswani et al. 2017; Ainslie et al. 2023): head h reads
 * key/value head ⌊h · kvHeads / heads⌋. v [kvHeads, tokens, head size] → [tokens, heads · head size].
 * Heads are taken in turns, so that their scores fit into `maxScoreBytes`.
 */
export function mixStandard(
  kernels: Kernels,
  queryKey: QueryKey,
  v: Tensor3D,
  sight: Sight,
): Tensor2D {
  const [heads, tokens, size] = queryKey.q.shape;
  const mixed = headRanges(heads, tokens).map((range) =>
    tidy(() => {
      const weights = attentionOfHeads(kernels, queryKey, range, sight);
      return matMul(weights, groupsOf(v, heads, range));
    }),
  );
  const all = mixed.length === 1 ? mixed[0] : concat(mixed, 0);
  if (all === undefined) throw new Error("no heads");
  return reshape(transpose(all, [1, 0, 2]), [tokens, heads * size]);
}

/** Attention of some heads: [to − from, tokens, tokens], row = query. */
export function attentionOfHeads(
  kernels: Kernels,
  { q, k }: QueryKey,
  range: HeadRange,
  { rotation, mask, scale }: Sight,
): Tensor3D {
  return tidy(() => {
    const [heads, tokens, size] = q.shape;
    const queries = slice(q, [range.from, 0, 0], [range.to - range.from, tokens, size]);
    const keys = groupsOf(k, heads, range);
    return kernels.attentionWeights(
      kernels.rotate(queries, rotation),
      kernels.rotate(keys, rotation),
      mask,
      scale,
    );
  });
}

/** Runs of heads whose scores fit into `maxScoreBytes` together; at least one head each. */
export function headRanges(heads: number, tokens: number): HeadRange[] {
  const step = Math.max(1, Math.floor(maxScoreBytes / (4 * tokens * tokens)));
  return Array.from({ length: Math.ceil(heads / step) }, (_, i) => ({
    from: i * step,
    to: Math.min(heads, (i + 1) * step),
  }));
}

/** The key/value head of each query head in the range: [to − from, tokens, head size]. */
function groupsOf(shared: Tensor3D, heads: number, { from, to }: HeadRange): Tensor3D {
  const perGroup = heads / shared.shape[0];
  const groups = Array.from({ length: to - from }, (_, i) => Math.floor((from + i) / perGroup));
  return gather(shared, tensor1d(groups, "int32"), 0);
}

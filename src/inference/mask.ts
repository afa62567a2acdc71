import { tensor2d, type Tensor2D } from "@tensorflow/tfjs-core";

/**
 * What is added to a score that must not count. Not −∞, since WGSL may assume that infinities do not
 * occur; far enough that exp() of it is exactly 0 beside any score a model has.
 */
const blocked = -1e30;

/** [n, n] to be added to scores: 0 where the query (row) may see the key (column). Caller disposes. */
export function createMask(tokens: number, window: number | null): Tensor2D {
  const values = new Float32Array(tokens * tokens).fill(blocked);
  for (let query = 0; query < tokens; query += 1) {
    const first = firstKeySeen(query, window);
    values.fill(0, query * tokens + first, query * tokens + query + 1);
  }
  return tensor2d(values, [tokens, tokens]);
}

/** A window of w lets a query see itself and the w − 1 tokens before it. */
function firstKeySeen(query: number, window: number | null): number {
  return window === null ? 0 : Math.max(0, query - window + 1);
}

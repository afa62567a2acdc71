/**
 * Bytes of one number in a cache, by the words of the engines. Blocks of ggml carry a scale of 16 bits (and, with _1, a
 * minimum) per 32 numbers.
 */
export function cacheNumberBytes(dtype: string): number | undefined {
  return bytesByDtype.get(dtype);
}

const bytesByDtype: ReadonlyMap<string, number> = new Map([
  ["float32", 4],
  ["f32", 4],
  ["float16", 2],
  ["f16", 2],
  ["bfloat16", 2],
  ["bf16", 2],
  ["fp8", 1],
  ["int8", 1],
  ["q8_0", 34 / 32],
  ["q5_1", 24 / 32],
  ["q5_0", 22 / 32],
  ["q4_1", 20 / 32],
  ["q4_0", 18 / 32],
]);

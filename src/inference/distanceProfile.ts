/**
 * Mean attention by distance: entry d is the mean of map[i, i − d] over all queries i that have a key
 * d tokens before them. Cells that mask or window hide are left out, not counted as 0.
 *
 * `map` is [size, size], row = query. The result has min(size, window) entries; sums run in float64.
 */
export function distanceProfile(
  map: Float32Array,
  size: number,
  window: number | null,
): Float64Array<ArrayBuffer> {
  const distances = window === null ? size : Math.min(size, window);
  const profile = new Float64Array(distances);
  for (let distance = 0; distance < distances; distance += 1) {
    let sum = 0;
    for (let query = distance; query < size; query += 1) {
      sum += map[query * size + query - distance] ?? 0;
    }
    profile[distance] = sum / (size - distance);
  }
  return profile;
}

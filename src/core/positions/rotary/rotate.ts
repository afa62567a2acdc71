/**
 * A vector turned by its position, pair by pair: (a, b) becomes (a·cos − b·sin, a·sin + b·cos) (Su et al. 2021,
 * RoFormer, equation 34). Dimensions past the rotated ones stay.
 * @param vector [width]
 * @param angles [pairs], radians
 * @param layout Which two dimensions form a pair: i and i + pairs ("half", GPT-NeoX, LLaMA) or 2i and 2i + 1
 *   ("interleaved", GPT-J). The two are the same function up to an order of dimensions, and never interchangeable.
 */
export function rotate(
  vector: ArrayLike<number>,
  angles: ArrayLike<number>,
  layout: "half" | "interleaved",
): Float64Array {
  const turned = Float64Array.from(vector);
  const pairs = angles.length;
  for (let pair = 0; pair < pairs; pair++) {
    const [first, second] = layout === "half" ? [pair, pair + pairs] : [2 * pair, 2 * pair + 1];
    const [a, b] = [vector[first] ?? NaN, vector[second] ?? NaN];
    const [cos, sin] = [Math.cos(angles[pair] ?? NaN), Math.sin(angles[pair] ?? NaN)];
    turned[first] = a * cos - b * sin;
    turned[second] = b * cos + a * sin;
  }
  return turned;
}

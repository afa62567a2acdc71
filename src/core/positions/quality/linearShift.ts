import type { VectorRows } from "./vectorRows.ts";
import { innerProduct } from "../../embeddings/innerProduct.ts";

/**
 * min over matrices M of ‖X₁ − X₀·M‖ / ‖X₁‖, X₀ all rows but the last and X₁ all but the first: 0 where one linear
 * map takes every position to the next, the property that Vaswani et al. (2017) chose sinusoids for.
 *
 * The residual of projecting X₁ on the columns of X₀, which pivoted Gram–Schmidt makes orthogonal, twice for its
 * rounding; columns that are left with less than 10⁻⁹ of the longest are rounding themselves.
 */
export function linearShiftResidual(rows: VectorRows): number {
  const { count, width } = rows;
  if (count < 2) return 0;
  const basis = orthonormal(Array.from({ length: width }, (_, k) => column(rows, k, 0)));
  let rest = 0;
  let whole = 0;
  for (let k = 0; k < width; k++) {
    const target = column(rows, k, 1);
    whole += innerProduct(target, target);
    for (const axis of [...basis, ...basis]) subtract(target, axis, innerProduct(target, axis));
    rest += innerProduct(target, target);
  }
  return whole === 0 ? 0 : Math.sqrt(rest / whole);
}

const RANK_TOLERANCE = 1e-9;

/** Column k from row `first` on, one shorter than the rows. */
function column({ count, width, values }: VectorRows, k: number, first: 0 | 1): Float64Array {
  return Float64Array.from(
    { length: count - 1 },
    (_, row) => values[(row + first) * width + k] ?? 0,
  );
}

function orthonormal(columns: readonly Float64Array[]): readonly Float64Array[] {
  const left = [...columns];
  const basis: Float64Array[] = [];
  const longest = Math.sqrt(left.reduce((most, c) => Math.max(most, innerProduct(c, c)), 0));
  while (left.length > 0) {
    const lengths = left.map((c) => innerProduct(c, c));
    const at = lengths.indexOf(Math.max(...lengths));
    const length = Math.sqrt(lengths[at] ?? 0);
    if (!(length > RANK_TOLERANCE * longest)) break;
    const [axis = new Float64Array()] = left.splice(at, 1);
    for (let i = 0; i < axis.length; i++) axis[i] = (axis[i] ?? 0) / length;
    basis.push(axis);
    for (const other of [...left, ...left]) subtract(other, axis, innerProduct(other, axis));
  }
  return basis;
}

function subtract(from: Float64Array, axis: Float64Array, times: number): void {
  for (let i = 0; i < from.length; i++) from[i] = (from[i] ?? 0) - times * (axis[i] ?? 0);
}

/**
 * Edits between two words: insert, delete, replace, swap of neighbours, each once per place
 * (optimal string alignment). Time O(|a|·|b|), so callers bound the words.
 */
export function editDistance(a: string, b: string): number {
  let rows: Rows = {
    beforeLast: [],
    last: Array.from({ length: b.length + 1 }, (_, column) => column),
  };
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replace = a[row - 1] === b[column - 1] ? 0 : 1;
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          at(rows.last, column) + 1,
          at(current, column - 1) + 1,
          at(rows.last, column - 1) + replace,
          isSwapped ? at(rows.beforeLast, column - 2) + 1 : Infinity,
        ),
      );
    }
    rows = { beforeLast: rows.last, last: current };
  }
  return at(rows.last, b.length);
}

/** Two rows of the table above the one being filled. */
interface Rows {
  readonly beforeLast: readonly number[];
  readonly last: readonly number[];
}

/** Outside the table no way leads on: in its first row and column there is nothing to swap. */
function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

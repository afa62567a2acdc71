import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import { maxBiasCells } from "../limits.ts";
import type { BiasRequest, ScoreBias } from "../scoreBias.ts";
import { elementCount } from "../../formats/dtype.ts";

/**
 * A bias from a function of head and two positions, [heads, queries, keys]; computed in float64, rounded once.
 * @throws FormatError `limit-exceeded` for a table of unreasonable size.
 */
export function biasTable(
  request: BiasRequest,
  formula: string,
  value: (head: number, query: number, key: number) => number,
): ScoreBias {
  const { heads, queries, keys } = request;
  const cells = heads * queries.length * keys.length;
  if (cells > maxBiasCells) {
    throw new FormatError(
      "limit-exceeded",
      `${numberText(heads)} heads × ${numberText(queries.length)} × ${numberText(keys.length)} positions are ` +
        `${numberText(cells)} values, at most ${numberText(maxBiasCells)} are computed at once`,
    );
  }
  const values = new Float32Array(cells);
  let at = 0;
  for (let head = 0; head < heads; head++) {
    for (const query of queries) {
      for (const key of keys) values[at++] = value(head, query, key);
    }
  }
  return { heads, queries, keys, values, formula };
}

/**
 * A learned table by its name, with the shape that it must have.
 * @throws FormatError `missing-tensor`, `bad-shape`.
 */
export function learnedTable(
  { learned }: BiasRequest,
  name: string,
  shape: readonly number[],
): Float32Array {
  const table = learned.get(name);
  const count = elementCount(shape);
  const wanted = `[${shape.join(", ")}]`;
  if (table === undefined) {
    throw new FormatError("missing-tensor", `the bias needs the learned table ${name} ${wanted}`);
  }
  if (table.length === count) return table;
  throw new FormatError(
    "bad-shape",
    `the learned table ${name} has ${table.length} values, ${wanted} has ${count}`,
  );
}

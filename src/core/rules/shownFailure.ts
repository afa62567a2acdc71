import type { WrongForm } from "../documents/python/classifyFormula.ts";
import { encodingRows, type RecognisedEncoding } from "../documents/python/findEncodings.ts";
import { distanceTests } from "../positions/quality/distanceTests.ts";
import { similarityTests } from "../positions/quality/similarityTests.ts";
import type { VectorRows } from "../positions/quality/vectorRows.ts";
import { numberText } from "../text/numberText.ts";

/**
 * What a wrong formula breaks, at which positions, by which number: the test of quality that its form fails, with the
 * thresholds of the quality report. A formula is measured once, since it stays the same while its file is typed in.
 */
export function shownFailure(encoding: RecognisedEncoding, form: WrongForm): string {
  const width = widthOf(encoding);
  const key = `${width} ${form} ${JSON.stringify(encoding.formula.writes)}`;
  const known = measured.get(key);
  if (known !== undefined) return known;
  const rows = encodingRows(encoding, COMPARED_POSITIONS, width);
  const shown = firstWithoutValue(rows) ?? failures[form](rows);
  if (measured.size >= MOST_MEASURED) measured.clear();
  measured.set(key, shown);
  return shown;
}

/** The numbers of a formula, by its text: a pure function's results, kept. */
const measured = new Map<string, string>();
const MOST_MEASURED = 64;

/** As the thresholds were calibrated; fewer positions would hide a period. */
const COMPARED_POSITIONS = 512;
const CALIBRATED_WIDTH = 64;

/** The file's own width where it is small, since the tests cost more with each dimension. */
function widthOf({ formula }: RecognisedEncoding): number {
  const { width, widths } = formula;
  if (width === undefined) return CALIBRATED_WIDTH;
  return widths === "fixed" ? width : Math.max(8, Math.min(width, CALIBRATED_WIDTH));
}

const failures: Readonly<Record<WrongForm, (rows: VectorRows) => string>> = {
  exponentLost: uniqueness,
  linear: uniqueness,
  noWidth: uniqueness,
  scalarAbsolute: uniqueness,
  inverted: locality,
  ownChannel: translation,
  summed: translation,
};

function uniqueness(rows: VectorRows): string {
  const { smallest, nearest, collisions, period } = distanceTests(rows);
  const [first, second] = nearest;
  if (collisions === 0) {
    return (
      `${over(rows)} positions ${first} and ${second} are only ${shown(smallest)} of their length apart ` +
      `(uniqueness; 0.01 is the least).`
    );
  }
  const repeats = period === undefined ? "" : `, and all of them repeat after ${period}`;
  return `${over(rows)} ${numberText(collisions)} pairs have the same vector, positions ${first} and ${second} among them${repeats} (uniqueness).`;
}

function locality(rows: VectorRows): string {
  const { neighbours } = distanceTests(rows);
  return (
    `${over(rows)} neighbours such as positions 0 and 1 are ${shown(neighbours)} of their length apart on average ` +
    `(locality; below 1 is needed, and random vectors have 1.414).`
  );
}

function translation(rows: VectorRows): string {
  const { translation: residual } = similarityTests(rows);
  const products = Array.from({ length: rows.count - 1 }, (_, at) => productAt(rows, at));
  const [least, most] = [Math.min(...products), Math.max(...products)];
  return (
    `${over(rows)} similarity depends on where two positions are: that of neighbours is ${shown(least)} at ` +
    `${products.indexOf(least)} and ${shown(most)} at ${products.indexOf(most)} ` +
    `(translation invariance ${shown(residual)}; 0.01 is the most).`
  );
}

/** x_i · x_(i+1). */
function productAt({ width, values }: VectorRows, at: number): number {
  let sum = 0;
  for (let k = at * width; k < (at + 1) * width; k++)
    sum += (values[k] ?? 0) * (values[k + width] ?? 0);
  return sum;
}

/** A division by zero in a frequency makes a vector without values. */
function firstWithoutValue({ count, width, values }: VectorRows): string | undefined {
  for (let at = 0; at < count * width; at++) {
    if (Number.isFinite(values[at])) continue;
    const [position, column] = [Math.floor(at / width), at % width];
    return `Position ${position} has no number in column ${column}: the frequency there divides by zero.`;
  }
  return undefined;
}

function over({ count, width }: VectorRows): string {
  return `Over ${count} positions of ${numberText(width)} dimensions`;
}

function shown(value: number): string {
  return numberText(Number(value.toPrecision(3)));
}

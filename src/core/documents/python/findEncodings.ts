import type { TextSpan } from "../../problem.ts";
import type { VectorRows } from "../../positions/quality/vectorRows.ts";
import { classifyFormula, type FormulaReading } from "./classifyFormula.ts";
import { findDefinitions, type Definition } from "./definitions.ts";
import { encodingRow, type EncodingFormula } from "./encodingFormula.ts";
import { maxDefinitions } from "./limits.ts";
import { readDefinition } from "./readDefinition.ts";
import { recogniseFormula } from "./recogniseFormula.ts";

/** A class or function of a Python file that fills a table with sines and cosines of positions. */
export interface RecognisedEncoding extends FormulaReading {
  readonly name: string;
  readonly kind: "class" | "def";
  /** Of its name. */
  readonly span: TextSpan;
  readonly formula: EncodingFormula;
}

/**
 * The positional encodings of a Python file, in order: PyTorch, TensorFlow, Keras, JAX, NumPy and plain Python alike,
 * recognised by what they compute. Nothing is run, and what is not wholly understood is left out. Only definitions that
 * name a sine and a cosine are parsed, each for itself, so an edit elsewhere costs nothing but the search.
 */
export function findEncodings(text: string): RecognisedEncoding[] {
  if (!hasBoth(text)) return [];
  const definitions = findDefinitions(text);
  return definitions
    .filter((definition) => hasBoth(definition.text))
    .slice(0, maxDefinitions)
    .flatMap((definition) => recogniseDefinition(definition, definitions));
}

function hasBoth(text: string): boolean {
  return /\bsin_?\s*\(/.test(text) && /\bcos_?\s*\(/.test(text);
}

function recogniseDefinition(
  definition: Definition,
  definitions: readonly Definition[],
): RecognisedEncoding[] {
  const { candidates, defaults } = readDefinition(definition, definitions);
  for (const candidate of candidates) {
    const formula = recogniseFormula(candidate, defaults);
    const reading = formula === undefined ? undefined : classifyFormula(formula);
    if (formula === undefined || reading === undefined) continue;
    const { name, kind, nameOffset } = definition;
    // A sum of two waves is a signal as often as an encoding: the name decides.
    if (reading.layout === "summed" && !encodingName.test(name)) continue;
    return [{ ...reading, name, kind, span: { offset: nameOffset, length: name.length }, formula }];
  }
  return [];
}

/** A class or function that says what it is. */
export const encodingName = /pos|encod|embed|sinus|timing|^pe$/i;

/** Vectors of positions 0 … count − 1, [count, width], computed from the formula in float64. */
export function encodingRows(
  { formula }: RecognisedEncoding,
  count: number,
  width: number,
): VectorRows {
  const values = new Float64Array(count * width);
  for (let position = 0; position < count; position++) {
    values.set(encodingRow(formula, width, position), position * width);
  }
  return { count, width, values };
}

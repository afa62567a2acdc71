import { widestFixed } from "./limits.ts";
import { wavesOf, type EncodingFormula, type Wave } from "./encodingFormula.ts";

/**
 * What a formula's frequencies are, found by computing them: ω_k, k from 0, of d columns.
 *
 * Right ones: `transformer` ω = base^(−2k/d) (Vaswani et al. 2017), `tensor2tensor` ω = base^(−k/(d/2 − 1)).
 * Wrong ones, as tutorials print them: `exponentLost` ω = 1/(2k·base), `linear` ω = k·c, `noWidth` ω = base^(−2k) with
 * no d in it, `inverted` ω = base^(2k/d), `ownChannel` where the sine and the cosine of a pair have different
 * frequencies, `summed` where a column is sine plus cosine, `scalarAbsolute` where that sum has no column in it.
 * `other` is anything else, of which nothing is said.
 */
export type FrequencyForm = RightForm | WrongForm | "other";

export type RightForm = "transformer" | "tensor2tensor";

export type WrongForm =
  "exponentLost" | "linear" | "noWidth" | "inverted" | "ownChannel" | "summed" | "scalarAbsolute";

export type ColumnLayout =
  "interleaved" | "cosFirstInterleaved" | "sinCos" | "cosSin" | "summed" | "other";

export interface FormulaReading {
  readonly form: FrequencyForm;
  readonly layout: ColumnLayout;
  /** The base of the right forms and of `inverted`. */
  readonly base: number | undefined;
}

/** `undefined` where a column is not made of sines and cosines of angles that are linear in the position. */
export function classifyFormula(formula: EncodingFormula): FormulaReading | undefined {
  const widths = formula.widths === "fixed" ? [formula.width ?? 0] : [64, 128];
  const spectra = widths.map((width) => spectrumOf(formula, width));
  const known = spectra.filter((spectrum) => spectrum !== undefined);
  const [first] = known;
  if (first === undefined || known.length < spectra.length) return undefined;
  if (first.layout === "summed") return { ...summedForm(formula, known), layout: "summed" };
  if (first.layout === "other") return { form: "other", layout: "other", base: undefined };
  return { ...pairedForm(known), layout: first.layout };
}

interface Spectrum {
  readonly width: number;
  readonly layout: ColumnLayout;
  /** Frequencies of the sines and of the cosines, pair by pair; for `summed`, of each column. */
  readonly sines: readonly number[];
  readonly cosines: readonly number[];
}

interface ColumnWaves {
  readonly functions: string;
  readonly frequencies: readonly number[];
}

function spectrumOf(formula: EncodingFormula, width: number): Spectrum | undefined {
  if (!(width >= 4 && width <= widestFixed)) return undefined;
  const columns = Array.from({ length: width }, (_, column) => columnWaves(formula, width, column));
  if (columns.includes(undefined)) return undefined;
  const known = columns.filter((column) => column !== undefined);
  const layout = layoutOf(known.map(({ functions }) => functions));
  const frequency = (column: number, wave = 0): number => known[column]?.frequencies[wave] ?? NaN;
  if (layout === "summed") {
    const all = known.map((_, column) => frequency(column));
    return { width, layout, sines: all, cosines: known.map((_, column) => frequency(column, 1)) };
  }
  const half = width / 2;
  const pairs = Array.from({ length: Math.floor(half) }, (_, k) => k);
  const isHalved = layout === "sinCos" || layout === "cosSin";
  const sides = [0, 1].map((side) =>
    pairs.map((k) => frequency(isHalved ? k + side * half : 2 * k + side)),
  );
  const isSineFirst = layout === "sinCos" || layout === "interleaved";
  const [a = [], b = []] = isSineFirst ? sides : sides.toReversed();
  return { width, layout, sines: a, cosines: b };
}

/** Frequencies of a column, from its angles at four positions, which must lie on a line. */
function columnWaves(
  formula: EncodingFormula,
  width: number,
  column: number,
): ColumnWaves | undefined {
  const at = [0, 1, 2, 5].map((position) => wavesOf(formula, width, { position, column }));
  const [first] = at;
  if (first === undefined || first.length === 0 || first.length > 2) return undefined;
  const functions = functionsOf(first);
  if (at.some((waves) => waves === undefined || functionsOf(waves) !== functions)) return undefined;
  const frequencies = first.map((_, index) => {
    const [a, b, c, d] = at.map((waves) => waves?.[index]?.angle ?? NaN);
    return slope(a ?? NaN, b ?? NaN, c ?? NaN, d ?? NaN);
  });
  return { functions, frequencies };
}

/** An angle that is infinite at every position has an infinite frequency: 1/(2k) at k = 0. */
function slope(zero: number, one: number, two: number, five: number): number {
  if (!Number.isFinite(one)) return Infinity;
  const step = two - one;
  const isLine = near(one - zero, step) && near(five - two, 3 * step);
  return isLine ? step : NaN;
}

function functionsOf(waves: readonly Wave[]): string {
  return waves.map((wave) => wave.function).join("+");
}

function layoutOf(functions: readonly string[]): ColumnLayout {
  const half = functions.length / 2;
  const all = (expected: (column: number) => string): boolean =>
    functions.every((found, column) => found === expected(column));
  if (functions.every((found) => found === "sin+cos" || found === "cos+sin")) return "summed";
  if (all((column) => (column % 2 === 0 ? "sin" : "cos"))) return "interleaved";
  if (all((column) => (column % 2 === 0 ? "cos" : "sin"))) return "cosFirstInterleaved";
  if (all((column) => (column < half ? "sin" : "cos"))) return "sinCos";
  return all((column) => (column < half ? "cos" : "sin")) ? "cosSin" : "other";
}

type FormAndBase = Omit<FormulaReading, "layout">;

const other: FormAndBase = { form: "other", base: undefined };

function summedForm(formula: EncodingFormula, spectra: readonly Spectrum[]): FormAndBase {
  const isScalar = spectra.every(({ width, sines, cosines }) =>
    [...sines, ...cosines].every((frequency) => near(frequency, (2 * Math.PI) / width)),
  );
  if (isScalar) return { form: "scalarAbsolute", base: undefined };
  const isFinite = spectra.every(({ sines }) => sines.every(Number.isFinite));
  return formula.columns === "many" && isFinite ? { form: "summed", base: undefined } : other;
}

function pairedForm(spectra: readonly Spectrum[]): FormAndBase {
  if (spectra.some(({ sines }) => sines.slice(1).some(Number.isNaN))) return other;
  const isSplit = spectra.some(({ sines, cosines }) =>
    sines.some((frequency, k) => frequency !== cosines[k] && !near(frequency, cosines[k] ?? NaN)),
  );
  if (isSplit) return spectra.every(isOwnChannel) ? { form: "ownChannel", base: undefined } : other;
  return (
    geometricForm(spectra) ??
    (spectra.every(isLost) ? { form: "exponentLost", base: undefined } : linearForm(spectra))
  );
}

/** Each column has the frequency that its own index gives, all of them one falling geometric row. */
function isOwnChannel({ sines, cosines }: Spectrum): boolean {
  const row = sines.flatMap((frequency, k) => [frequency, cosines[k] ?? NaN]);
  const ratio = (row[1] ?? NaN) / (row[0] ?? NaN);
  return ratio < 1 && row.every((frequency, i) => near(frequency, (row[0] ?? NaN) * ratio ** i));
}

function geometricForm(spectra: readonly Spectrum[]): FormAndBase | undefined {
  const isGeometric = spectra.every(({ sines }) => {
    const ratio = sines[1] ?? NaN;
    return sines.every((frequency, k) => near(frequency, ratio ** k));
  });
  if (!isGeometric) return undefined;
  const ratios = spectra.map(({ sines }) => sines[1] ?? NaN);
  const [ratio = NaN] = ratios;
  if (spectra.length > 1 && ratios.every((found) => near(found, ratio))) {
    return ratio <= 0.1 ? { form: "noWidth", base: undefined } : other;
  }
  const bases = (exponent: (width: number) => number): number[] =>
    spectra.map(({ width }, index) => (ratios[index] ?? NaN) ** -exponent(width));
  return ofBases(
    commonBase(bases((width) => width / 2)),
    commonBase(bases((width) => width / 2 - 1)),
  );
}

function ofBases(transformer: number | undefined, tensor2tensor: number | undefined): FormAndBase {
  if (tensor2tensor !== undefined && (transformer === undefined || !isRound(transformer))) {
    return tensor2tensor > 1 ? { form: "tensor2tensor", base: tensor2tensor } : other;
  }
  if (transformer === undefined) return other;
  if (transformer > 1) return { form: "transformer", base: transformer };
  // Frequencies that grow are an encoding of coordinates too, with a small base.
  return transformer <= 0.01 ? { form: "inverted", base: 1 / transformer } : other;
}

/** The base that all widths agree on. */
function commonBase(bases: readonly number[]): number | undefined {
  const [first = NaN] = bases;
  if (!bases.every((base) => near(base, first))) return undefined;
  const rounded = Number(first.toPrecision(9));
  return near(rounded, first) ? rounded : first;
}

/** A width that is fixed leaves two bases possible; people choose round ones. */
function isRound(base: number): boolean {
  return near(base, Number(base.toPrecision(4)));
}

/** ω_k = 1/(2k·base), k from 0 or from 1. */
function isLost({ sines }: Spectrum): boolean {
  const from = Number.isFinite(sines[0]) ? 1 : 0;
  const product = (sines[1] ?? NaN) * (1 + from);
  return (
    product > 0 &&
    product <= 0.01 &&
    sines.every((frequency, k) => (k + from === 0 ? true : near(frequency * (k + from), product)))
  );
}

/** ω_k = k·c with one small c for every width. */
function linearForm(spectra: readonly Spectrum[]): FormAndBase {
  const [first] = spectra;
  const slopeOf = first?.sines[1] ?? NaN;
  const isLinear = spectra.every(({ sines }) =>
    sines.every((frequency, k) => near(frequency, k * slopeOf)),
  );
  return isLinear && slopeOf > 0 && slopeOf <= 0.01 ? { form: "linear", base: undefined } : other;
}

function near(found: number, expected: number): boolean {
  return Math.abs(found - expected) <= 1e-9 * Math.max(Math.abs(expected), 1e-30);
}

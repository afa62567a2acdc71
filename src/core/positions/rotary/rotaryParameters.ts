import { FormatError } from "../../errors.ts";
import { maxRotaryDim } from "../limits.ts";
import type { ParameterValue, SchemeParameter } from "../schemeParameter.ts";

/** θ of a rotation, under its name in transformers. */
export const thetaParameter: SchemeParameter = {
  name: "rope_theta",
  type: "number",
  min: 1e-6,
  max: 1e15,
  default: 10_000,
  means: "θ, the base.",
};

/** Dimensions that rotate. */
export const rotaryDimParameter: SchemeParameter = {
  name: "rotary_dim",
  type: "integer",
  min: 2,
  max: maxRotaryDim,
  default: 64,
  means: "Dimensions of a head that rotate.",
};

/**
 * A width of which every `multiple` dimensions belong together.
 * @throws FormatError `bad-value`
 */
export function widthOf(
  values: ReadonlyMap<string, ParameterValue>,
  name: string,
  multiple: number,
): number {
  const width = Number(values.get(name));
  if (width % multiple === 0) return width;
  throw new FormatError("bad-value", `${name} is ${width}, a multiple of ${multiple} is allowed`);
}

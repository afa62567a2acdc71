import type { SchemeParameter } from "../schemeParameter.ts";

/** The width of a vector that is added to an embedding. */
export const widthParameter: SchemeParameter = {
  name: "d_model",
  type: "integer",
  min: 1,
  max: 65_536,
  default: 64,
  means: "Width.",
};

import { SENTENCE_TOKEN_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { cosineMatrix } from "./cosineMatrix.ts";

/** What adding positions does to the tokens of a sentence. n tokens, d dimensions, row-major. */
export interface PositionedTokens {
  /** Token vector + position vector, [n, d]: what a model's first layer gets. */
  readonly inputs: Float32Array<ArrayBuffer>;
  /** Cosines between token vectors, [n, n]; NaN where a vector has no direction. */
  readonly without: Float64Array;
  /** Cosines between inputs. */
  readonly with: Float64Array;
  /** Cosines between position vectors. */
  readonly positions: Float64Array;
}

/**
 * Adds to each token's vector that of its position, in float64 and rounded once.
 * @param tokens [n, dimensions]
 * @param positions [n, dimensions]
 * @throws FormatError `bad-shape` where the two are not alike, `limit-exceeded` for more tokens than are compared.
 */
export function withPosition(
  tokens: Float32Array,
  positions: Float64Array,
  dimensions: number,
): PositionedTokens {
  const count = tokens.length / dimensions;
  if (tokens.length !== positions.length || !Number.isInteger(count)) {
    throw new FormatError(
      "bad-shape",
      `${tokens.length} values of tokens and ${positions.length} of positions do not make vectors of ${dimensions}`,
    );
  }
  if (count > SENTENCE_TOKEN_LIMIT) {
    throw new FormatError(
      "limit-exceeded",
      `${count} tokens were given, at most ${SENTENCE_TOKEN_LIMIT} are compared with each other`,
    );
  }
  const inputs = Float32Array.from(tokens, (value, i) => value + (positions[i] ?? 0));
  return {
    inputs,
    without: cosineMatrix(tokens, dimensions),
    with: cosineMatrix(inputs, dimensions),
    positions: cosineMatrix(positions, dimensions),
  };
}

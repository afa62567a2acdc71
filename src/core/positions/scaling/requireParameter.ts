import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";

/**
 * Refuses a divisor that would make every angle infinite. Negative and small ones pass:
 * the reference computes them (with a warning), so the numbers shown are what a model would see.
 *
 * @throws FormatError `bad-value`
 */
export function requireFactor(factor: number, key: string): void {
  if (Number.isFinite(factor) && factor !== 0) return;
  throw new FormatError(
    "bad-value",
    `${key} is ${numberText(factor)}, but frequencies are divided by it and need a finite number other than 0`,
  );
}

/** @throws FormatError `bad-value` */
export function requireLength(tokens: number | undefined, key: string): number {
  if (tokens !== undefined && Number.isFinite(tokens) && tokens > 0) return tokens;
  const found = tokens === undefined ? "missing" : numberText(tokens);
  throw new FormatError(
    "bad-value",
    `${key} is ${found}, this scaling needs a length in tokens above 0`,
  );
}

/**
 * The last guard of every scaling: no rule, whatever its parameters, hands NaN or infinity on.
 *
 * @throws FormatError `bad-value` that names the first pair without a finite frequency.
 */
export function requireFinite(
  frequencies: Float64Array,
  attentionFactor: number,
  rule: string,
): void {
  const pair = frequencies.findIndex((value) => !Number.isFinite(value));
  if (pair >= 0) {
    throw new FormatError(
      "bad-value",
      `the parameters of ${rule} give ${String(frequencies[pair])} as the frequency of pair ${String(pair)}, only finite ones can be used`,
    );
  }
  if (!Number.isFinite(attentionFactor)) {
    throw new FormatError(
      "bad-value",
      `the parameters of ${rule} give ${String(attentionFactor)} as attention factor, only a finite one can be used`,
    );
  }
}

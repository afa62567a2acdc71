import { FormatError } from "../../errors.ts";
import { quotedText } from "../../text/quotedText.ts";
import type { RopeScalingOf } from "./ropeScalingOf.ts";
import type { ScalingRule } from "./scalingRule.ts";

/** A `rope_type` that nobody here knows: named, never guessed. */
export const unknownScaling: ScalingRule<RopeScalingOf<"unknown">> = {
  frequencies(_scheme, { name }) {
    throw new FormatError(
      "unsupported",
      `rope_type is ${quotedText(name)}, known are default, linear, dynamic, yarn, longrope, llama3 and proportional`,
    );
  },
  label: ({ name }) => `unknown scaling ${quotedText(name)}`,
  formula: ({ name }) => `scaling ${quotedText(name)} is not known`,
};

import { beyondTrainedLength } from "./beyondTrainedLength.ts";
import type { Rule } from "./rule.ts";
import { unknownRopeKey } from "./unknownRopeKey.ts";
import { wrongEncodingFormula } from "./wrongEncodingFormula.ts";

/** Every rule, in the order of their ids: a new one is its file, its page, its fixtures and a line here. */
export const rules: readonly Rule[] = [beyondTrainedLength, unknownRopeKey, wrongEncodingFormula];

import type { FrequencyForm, WrongForm } from "../documents/python/classifyFormula.ts";
import {
  encodingName,
  findEncodings,
  type RecognisedEncoding,
} from "../documents/python/findEncodings.ts";
import type { Finding } from "./finding.ts";
import { isIgnored } from "./ignoreComment.ts";
import type { PythonRule } from "./rule.ts";
import { shownFailure } from "./shownFailure.ts";

/** A positional encoding in source code whose formula is one of those that tutorials print wrong. */
export const wrongEncodingFormula: PythonRule = {
  id: "PL103",
  name: "wrong-encoding-formula",
  defaultSeverity: "warning",
  summary: "A positional encoding in source code computes a formula that is known to be wrong.",
  reads: "python",
  check: ({ file, text }) =>
    findEncodings(text)
      .filter(({ name }) => encodingName.test(name))
      .filter(({ span }) => !isIgnored(text, span, wrongEncodingFormula.id))
      .flatMap((encoding) => findingOf(encoding, file)),
};

function findingOf(encoding: RecognisedEncoding, file: string): Finding[] {
  const { form } = encoding;
  if (!isWrong(form)) return [];
  const shown = shownFailure(encoding, form);
  return [
    {
      rule: wrongEncodingFormula.id,
      name: wrongEncodingFormula.name,
      severity: wrongEncodingFormula.defaultSeverity,
      engine: undefined,
      file,
      span: encoding.span,
      message: `${encoding.name} computes ${mistakes[form]}. ${shown} Vaswani et al. 2017 have sin and cos of p / 10000^(2k/d) in columns 2k and 2k + 1.`,
      fixes: [],
      related: [],
    },
  ];
}

function isWrong(form: FrequencyForm): form is WrongForm {
  return form in mistakes;
}

const mistakes: Readonly<Record<WrongForm, string>> = {
  exponentLost: "angles p / (2k · 10000): the exponent was lost, so no angle gets anywhere",
  linear: "angles p · k times a small number: 2k stands beside the base and not in its exponent",
  noWidth:
    "angles p / 10000^(2k): the exponent is not divided by the width, so only the first pair moves",
  inverted: "angles p · 10000^(2k/d): the fraction is upside down, so frequencies grow",
  ownChannel:
    "each column with the frequency of its own index: the sine and the cosine of a pair turn at different rates",
  summed:
    "sine plus cosine in one column: that is one wave, and the pair that a rotation needs is lost",
  scalarAbsolute:
    "sin(2πp/d) + cos(2πp/d) in every column: one number for a position, with period d",
};

import type { Node } from "jsonc-parser";
import { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import { spanOfNode } from "../../json/jsonNode.ts";
import { ConfigFields, textKind } from "../../models/configFields.ts";
import type { Parsed } from "../../problem.ts";
import { methodByName, methodNames } from "./methods/registry.ts";
import type { QuantizationConfig } from "./quantizationConfig.ts";

/** Where a config says how weights are packed. */
export interface QuantizationSource {
  readonly node: Node;
  readonly file: string;
  /** Before keys in messages: "quantization_config.". */
  readonly prefix: string;
  /** What is meant where the object does not name a method. */
  readonly method: string | undefined;
}

/**
 * The settings by which packed weights are decoded. A method or a variant of one that is not read is a problem, and
 * the value `undefined`: the packed tensors are then shown as they are stored.
 */
export function parseQuantizationConfig(
  source: QuantizationSource,
): Parsed<QuantizationConfig | undefined> {
  const problems = new ProblemList(source.file);
  const fields = new ConfigFields(source.node, problems, source.prefix);
  const place = { span: spanOfNode(source.node) };
  const named = fields.value("quant_method", textKind)?.toLowerCase() ?? source.method;
  const method = named === undefined ? undefined : methodByName(named);
  if (method === undefined) {
    const found = named === undefined ? "no quant_method" : `the quant_method ${shownText(named)}`;
    const message = `has ${found}, read are ${methodNames.join(", ")}; packed tensors are shown as they are stored`;
    problems.add("unknown-quantization", "warning", message, place);
    return { value: undefined, problems: problems.list };
  }
  try {
    const value = method.parse(fields);
    if (value === undefined) {
      const message = `does not say what ${shownText(named ?? "")} needs; packed tensors are shown as they are stored`;
      problems.add("incomplete-quantization", "error", message, place);
    }
    return { value, problems: problems.list };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    problems.add(
      error.code,
      "error",
      `${error.message}; packed tensors are shown as they are stored`,
      place,
    );
    return { value: undefined, problems: problems.list };
  }
}

import { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import type { TensorInfo, TensorTable } from "../tensorTable.ts";
import { quantizationMethod } from "./methods/registry.ts";
import { PackedTensors } from "./packedTensors.ts";
import { partsOf } from "./partsOf.ts";
import type { QuantizationConfig } from "./quantizationConfig.ts";

/**
 * The table with packed weights in place of the tensors that they are packed in, which stand beneath them as the parts
 * of their storage. What does not make a weight is a problem and stays listed by its parts.
 * @param contents Bytes of the small parts that `describingTensors` names, by name.
 */
export function toLogicalTable(
  table: TensorTable,
  config: QuantizationConfig,
  contents: ReadonlyMap<string, Uint8Array>,
): Parsed<TensorTable> {
  const resolution = new Resolution(table, config, contents);
  for (const tensor of table.tensors) resolution.resolve(tensor);
  const { weights, problems } = resolution;
  const used = new Set(
    [...weights.values()].flatMap((weight) => partsOf(weight).map(({ tensor }) => tensor.name)),
  );
  const tensors = table.tensors.flatMap((tensor) => {
    const weight = weights.get(tensor.name);
    if (weight !== undefined) return [weight];
    if (used.has(tensor.name)) return [];
    resolution.reportPartWithoutWeight(tensor);
    return [tensor];
  });
  return { value: { ...table, tensors }, problems: problems.list };
}

class Resolution {
  readonly problems: ProblemList;
  /** By the name of the tensor with the codes. */
  readonly weights = new Map<string, TensorInfo>();
  readonly #config: QuantizationConfig;
  readonly #all: ReadonlyMap<string, TensorInfo>;
  readonly #tensors: PackedTensors;
  /** Modules of which a message was given. */
  readonly #reported = new Set<string>();

  constructor(
    table: TensorTable,
    config: QuantizationConfig,
    contents: ReadonlyMap<string, Uint8Array>,
  ) {
    this.problems = new ProblemList(table.tensors[0]?.file ?? "");
    this.#config = config;
    this.#all = new Map(table.tensors.map((tensor) => [tensor.name, tensor]));
    this.#tensors = new PackedTensors(this.#all, contents);
  }

  resolve(tensor: TensorInfo): void {
    try {
      const method = quantizationMethod(this.#config);
      const weight = method.resolve(this.#config, tensor, this.#tensors);
      if (weight === undefined) return;
      this.#requireNew(weight, tensor);
      this.weights.set(tensor.name, weight);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      const message = `${error.message}; the weight is listed by its parts`;
      this.problems.add(error.code, "error", message, { key: tensor.name });
      this.#reported.add(moduleNameOf(tensor.name));
    }
  }

  /** A part that nothing took, of a module that nothing was said about. */
  reportPartWithoutWeight({ name }: TensorInfo): void {
    const { partEndings } = quantizationMethod(this.#config);
    if (!partEndings.some((ending) => name.endsWith(ending))) return;
    for (let module = moduleNameOf(name); module !== ""; module = moduleNameOf(module)) {
      if (this.#reported.has(module)) return;
    }
    const message = `${shownText(name)} is a part of a packed weight whose codes are missing`;
    this.problems.add("part-without-weight", "warning", message, { key: name });
  }

  /** @throws FormatError `bad-value` where the weight is there a second time, not packed. */
  #requireNew(weight: TensorInfo, codes: TensorInfo): void {
    if (weight.name === codes.name || !this.#all.has(weight.name)) return;
    throw new FormatError(
      "bad-value",
      `${codes.name} packs ${weight.name}, which is in the checkpoint as well`,
    );
  }
}

/** "a.b" of "a.b.c"; "" of a name without a dot. */
function moduleNameOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}

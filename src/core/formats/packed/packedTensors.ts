import { FormatError } from "../../errors.ts";
import type { PackedPart, TensorInfo } from "../tensorTable.ts";

/** Tensors of a checkpoint by name, and what the small ones among them hold. */
export class PackedTensors {
  readonly #tensors: ReadonlyMap<string, TensorInfo>;
  readonly #contents: ReadonlyMap<string, Uint8Array>;
  readonly #withoutRole: ReadonlyMap<string, readonly PackedPart[]>;

  constructor(tensors: ReadonlyMap<string, TensorInfo>, contents: ReadonlyMap<string, Uint8Array>) {
    this.#tensors = tensors;
    this.#contents = contents;
    this.#withoutRole = findWithoutRole(tensors.values());
  }

  find(name: string): TensorInfo | undefined {
    return this.#tensors.get(name);
  }

  /** @throws FormatError `missing-tensor`. */
  require(name: string): TensorInfo {
    const tensor = this.#tensors.get(name);
    if (tensor !== undefined) return tensor;
    throw new FormatError("missing-tensor", `${name} is missing`);
  }

  /** Bytes of a small part. @throws FormatError `missing-tensor` where they could not be read. */
  contents({ name }: TensorInfo): Uint8Array {
    const bytes = this.#contents.get(name);
    if (bytes !== undefined) return bytes;
    throw new FormatError("missing-tensor", `the contents of ${name} could not be read`);
  }

  /** Tensors of a module that say nothing of its weight: scales of activations and caches. */
  withoutRole(module: string): readonly PackedPart[] {
    return this.#withoutRole.get(module) ?? [];
  }
}

/** By module. Found once: to look ten names up for each of 70 000 modules takes longer than all the rest. */
function findWithoutRole(
  tensors: Iterable<TensorInfo>,
): ReadonlyMap<string, readonly PackedPart[]> {
  const found = new Map<string, PackedPart[]>();
  for (const tensor of tensors) {
    const dot = tensor.name.lastIndexOf(".");
    if (!namesWithoutRole.has(tensor.name.slice(dot + 1))) continue;
    const module = tensor.name.slice(0, Math.max(0, dot));
    const parts = found.get(module) ?? [];
    parts.push({ role: "none", tensor });
    found.set(module, parts);
  }
  return found;
}

const namesWithoutRole: ReadonlySet<string> = new Set([
  ...["activation_scale", "input_scale", "input_scale_ub", "input_zero_point"],
  ...["input_global_scale", "output_scale", "output_zero_point", "q_scale", "k_scale", "v_scale"],
  "weight_format",
]);

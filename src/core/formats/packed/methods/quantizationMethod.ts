import type { ConfigFields } from "../../../models/configFields.ts";
import type { TensorInfo } from "../../tensorTable.ts";
import type { PackedTensors } from "../packedTensors.ts";
import type { QuantizationConfig } from "../quantizationConfig.ts";

/** A way of packing weights that a config can name. */
export interface QuantizationMethod<C extends QuantizationConfig = QuantizationConfig> {
  /** Values of `quant_method`. */
  readonly names: readonly string[];
  /**
   * Settings of the object that names the method; `undefined` where they are not enough, which is a problem then.
   * @throws FormatError `unsupported` for a variant of the method that is not read.
   */
  parse(fields: ConfigFields): C | undefined;
  /** Ends of names of parts that no weight should leave behind. */
  readonly partEndings: readonly string[];
  /** Ends, or middles, of names of small parts whose contents `resolve` needs. */
  readonly descriptions: readonly string[];
  /**
   * The logical weight whose codes a tensor is; `undefined` for a tensor that is stored as itself.
   * @throws FormatError where its parts do not make a weight.
   */
  resolve(config: C, tensor: TensorInfo, tensors: PackedTensors): TensorInfo | undefined;
}

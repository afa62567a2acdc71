import { FormatError } from "../core/errors.ts";
import type { TensorInfo } from "../core/formats/tensorTable.ts";
import { familyById } from "../core/models/families/registry.ts";
import type { FamilyTable, LayerRole, ModelRole } from "../core/models/families/familyTable.ts";
import type { ModelSpec } from "../core/models/modelSpec.ts";
import { allowedShape } from "./roleShapes.ts";

/** A model as the files give it: nothing of its weights has been read. */
export interface ModelDescription {
  readonly spec: ModelSpec;
  readonly tensors: readonly TensorInfo[];
}

/** The tensors that one role needs. */
export interface RoleTensors {
  readonly weight: TensorInfo;
  readonly bias: TensorInfo | undefined;
}

/**
 * Finds the tensor of a role by the family's table, and checks dtype and shape before anything is read.
 * Found on demand, so that a config which claims 10⁹ layers costs nothing.
 */
export class ModelNames {
  readonly family: FamilyTable;
  readonly #spec: ModelSpec;
  readonly #tensors: ReadonlyMap<string, TensorInfo>;

  /** @throws FormatError `unsupported` for a family that no table describes. */
  constructor({ spec, tensors }: ModelDescription) {
    this.family = familyTable(spec);
    this.#spec = spec;
    this.#tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  /** Has the family this role at all? */
  hasRole(role: LayerRole): boolean {
    return this.family.layer[role] !== undefined;
  }

  /** @throws FormatError `missing-tensor`, `bad-shape`, `bad-dtype` or `unsupported`. */
  layerRole(layer: number, role: LayerRole): RoleTensors {
    const pattern = this.family.layer[role];
    if (pattern === undefined) {
      throw new FormatError("unsupported", `family ${this.family.id} has no tensor for ${role}`);
    }
    const name = pattern.replace("{l}", layer.toString());
    const bias = this.#find(`${name}.bias`);
    if (bias === undefined && this.family.requiredBiases.includes(role))
      this.#missing(`${name}.bias`);
    return {
      weight: this.#checked(this.#find(`${name}.weight`) ?? this.#missing(`${name}.weight`), role),
      bias: bias === undefined ? undefined : this.#checked(bias, `${role}.bias`),
    };
  }

  /** The head of a tied model is its embedding. @throws FormatError as `layerRole`. */
  modelRole(role: ModelRole): RoleTensors {
    const name = this.family.model[role];
    const weight = this.#find(`${name}.weight`);
    if (weight === undefined && role === "head" && this.#spec.tieWordEmbeddings) {
      return this.modelRole("embedding");
    }
    const bias = this.#find(`${name}.bias`);
    return {
      weight: this.#checked(weight ?? this.#missing(`${name}.weight`), role),
      bias: bias === undefined ? undefined : this.#checked(bias, `${role}.bias`),
    };
  }

  #find(name: string): TensorInfo | undefined {
    for (const prefix of this.family.optionalPrefixes) {
      const found = this.#tensors.get(prefix + name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #missing(name: string): never {
    const prefixes = this.family.optionalPrefixes.filter((prefix) => prefix !== "");
    throw new FormatError(
      "missing-tensor",
      `the checkpoint has no tensor ${name} (also looked for under the prefixes ` +
        `${prefixes.join(", ")}; it lists ${this.#tensors.size} tensors)`,
    );
  }

  #checked(
    tensor: TensorInfo,
    role: LayerRole | ModelRole | `${LayerRole | ModelRole}.bias`,
  ): TensorInfo {
    requireFloat(tensor);
    const { shape, why } = allowedShape(this.#spec, role);
    const fits =
      tensor.shape.length === shape.length &&
      shape.every((size, axis) => size === undefined || size === tensor.shape[axis]);
    if (fits) return tensor;
    throw new FormatError(
      "bad-shape",
      `${tensor.name} has shape [${tensor.shape.join(", ")}], ` +
        `allowed is [${shape.map((size) => size ?? "any").join(", ")}] (${why})`,
    );
  }
}

function familyTable(spec: ModelSpec): FamilyTable {
  const family = spec.family === undefined ? undefined : familyById(spec.family);
  if (family !== undefined) return family;
  throw new FormatError(
    "unsupported",
    `model type "${spec.modelType}" has no family table, so its weights cannot be run`,
  );
}

const runnable: readonly string[] = ["F64", "F32", "F16", "BF16"];

/** 8-bit floats and integers carry scales elsewhere in the file: their plain values are not the weights. */
function requireFloat(tensor: TensorInfo): void {
  if (tensor.dtype !== undefined && runnable.includes(tensor.dtype)) return;
  throw new FormatError(
    tensor.dtype === undefined ? "bad-dtype" : "unsupported",
    `${tensor.name} is of type ${tensor.dtypeName}, weights that can be run are ${runnable.join(", ")}`,
  );
}

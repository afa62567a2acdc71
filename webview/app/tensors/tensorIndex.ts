import { elementCount } from "../../../src/core/formats/dtype.ts";
import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import { familyById } from "../../../src/core/models/families/registry.ts";
import { type TensorRole, tensorRoles } from "../../../src/core/tensors/roles/tensorRoles.ts";
import type { ModelSnapshot } from "../../../src/protocol/contract.ts";

/** The tensors of a model with what is asked of all of them, found once. */
export interface TensorIndex {
  readonly tensors: readonly TensorInfo[];
  readonly byName: ReadonlyMap<string, TensorInfo>;
  readonly positions: readonly TensorInfo[];
  readonly roleCounts: ReadonlyMap<TensorRole, number>;
  readonly bytes: number;
  readonly elements: number;
  rolesOf(tensor: TensorInfo): readonly TensorRole[];
}

export function tensorIndex({ tensors, spec }: ModelSnapshot): TensorIndex {
  const family = spec?.family === undefined ? undefined : familyById(spec.family);
  // Layers repeat: a name is judged once for all of its numbers.
  const known = new Map<string, readonly TensorRole[]>();
  const rolesOf = ({ name }: TensorInfo): readonly TensorRole[] => {
    const pattern = name.replace(/\d+/g, "0");
    const roles = known.get(pattern) ?? tensorRoles(pattern, family);
    known.set(pattern, roles);
    return roles;
  };
  const roleCounts = new Map<TensorRole, number>();
  const positions: TensorInfo[] = [];
  let bytes = 0;
  let elements = 0;
  for (const tensor of tensors) {
    bytes += tensor.byteLength;
    elements += elementCount(tensor.shape);
    const roles = rolesOf(tensor);
    if (roles.includes("position")) positions.push(tensor);
    for (const role of roles) roleCounts.set(role, (roleCounts.get(role) ?? 0) + 1);
  }
  return {
    tensors,
    byName: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    positions,
    roleCounts,
    bytes,
    elements,
    rolesOf,
  };
}

import {
  add,
  matMul,
  reshape,
  tidy,
  transpose,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from "@tensorflow/tfjs-core";
import type { FamilyTable, LayerRole } from "../core/models/families/familyTable.ts";
import type { ModelSpec } from "../core/models/modelSpec.ts";
import type { Kernels } from "./kernels.ts";
import { mixStandard, type QueryKey, type Sight } from "./mixers/standard.ts";
import { mlp } from "./mlp.ts";
import { layerNorm } from "./norms.ts";

/** A role's weights on the device: weight [out, in] or [size], bias [out]. */
export interface RoleWeights {
  readonly weight: Tensor;
  readonly bias: Tensor | undefined;
}

/** Everything that one layer is: what to compute, and with which weights. */
export interface Layer {
  readonly spec: ModelSpec;
  readonly family: FamilyTable;
  readonly kernels: Kernels;
  /** @throws Error for a role whose weights have not been loaded. */
  weights(role: LayerRole): RoleWeights;
}

/**
 * First half of a block: q and k of what enters it, [heads, tokens, head size] and
 * [kvHeads, tokens, head size], norms of q and k applied, not rotated. From them come all attention
 * maps, with position and without.
 */
export function projectQueryKey(layer: Layer, hidden: Tensor2D): QueryKey {
  return tidy(() => {
    const { heads, kvHeads, headDim } = layer.spec;
    const x = norm(layer, "attentionNorm", hidden);
    const q: Tensor3D = reshape(linear(layer, "q", x), [-1, heads, headDim]);
    const k: Tensor3D = reshape(linear(layer, "k", x), [-1, kvHeads, headDim]);
    return {
      q: transpose(headNorm(layer, "qNorm", q), [1, 0, 2]),
      k: transpose(headNorm(layer, "kNorm", k), [1, 0, 2]),
    };
  });
}

/** Second half: what leaves the block, [tokens, hidden size]. */
export function finishBlock(
  layer: Layer,
  hidden: Tensor2D,
  queryKey: QueryKey,
  sight: Sight,
): Tensor2D {
  return tidy(() => {
    const { kvHeads, headDim } = layer.spec;
    const x = norm(layer, "attentionNorm", hidden);
    const flat: Tensor3D = reshape(linear(layer, "v", x), [-1, kvHeads, headDim]);
    const mixed = mixStandard(layer.kernels, queryKey, transpose(flat, [1, 0, 2]), sight);
    const attended = add<Tensor2D>(hidden, linear(layer, "o", mixed));
    const isParallel = layer.family.residual === "parallel";
    const before = isParallel ? hidden : attended;
    const hasNorm = layer.family.layer.mlpNorm !== undefined;
    const y = hasNorm ? norm(layer, "mlpNorm", before) : x;
    return add<Tensor2D>(
      attended,
      mlp(y, layer.family.mlp, layer.spec.hiddenAct, (role, input) => linear(layer, role, input)),
    );
  });
}

/** x Wᵀ + b. */
export function applyLinear(x: Tensor2D, { weight, bias }: RoleWeights): Tensor2D {
  const product: Tensor2D = matMul(x, weight as Tensor2D, false, true);
  return bias === undefined ? product : add<Tensor2D>(product, bias);
}

/** The family's norm over the last axis. */
export function applyNorm(
  { family, kernels, spec }: Pick<Layer, "family" | "kernels" | "spec">,
  x: Tensor,
  { weight, bias }: RoleWeights,
): Tensor {
  return family.norm === "rms"
    ? kernels.rmsNorm(x, weight, spec.normEps)
    : layerNorm(x, weight, bias, spec.normEps);
}

function linear(layer: Layer, role: LayerRole, x: Tensor2D): Tensor2D {
  return applyLinear(x, layer.weights(role));
}

function norm(layer: Layer, role: LayerRole, x: Tensor2D): Tensor2D {
  return applyNorm(layer, x, layer.weights(role)) as Tensor2D;
}

/** RMSNorm over each head's own dimensions, with one weight for all heads. */
function headNorm(layer: Layer, role: "qNorm" | "kNorm", x: Tensor3D): Tensor3D {
  if (layer.family.qkNorm === "none") return x;
  return layer.kernels.rmsNorm(x, layer.weights(role).weight, layer.spec.normEps) as Tensor3D;
}

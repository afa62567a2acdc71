import { FormatError } from "../core/errors.ts";
import type { TensorInfo } from "../core/formats/tensorTable.ts";
import type { LayerRole, ModelRole } from "../core/models/families/familyTable.ts";
import type { ModelSpec } from "../core/models/modelSpec.ts";
import { byteText } from "./byteText.ts";
import { maxKeptBytes, maxNeededBytes, maxTokens } from "./limits.ts";
import type { ModelNames, RoleTensors } from "./modelNames.ts";
import { requireSizes } from "./roleShapes.ts";

/** What a run will ask for, known from headers alone. */
export interface LoadingPlan {
  /** Whole tensors, without those that only give rows. */
  readonly tensors: readonly TensorInfo[];
  /** Bytes on disk: those tensors, and one embedding row per different token. */
  readonly neededBytes: number;
  /** Bytes of q and k that will stay on the device, per pass. */
  readonly keptBytes: number;
}

/** How far a run goes: the q and k of a layer, or through all layers to the logits. */
export type RunEnd = { readonly queryKeyOf: number } | { readonly logits: true };

/** Roles that give a layer's q and k: all that its attention maps need. */
export const queryKeyRoles: readonly LayerRole[] = ["attentionNorm", "q", "k", "qNorm", "kNorm"];
/** Roles that are needed beyond those to know what enters the next layer. */
export const blockRoles: readonly LayerRole[] = ["v", "o", "mlpNorm", "gate", "up", "down"];

/**
 * The tensors and bytes that a run needs, with every check that can be made before a byte is read.
 * @throws FormatError for unusable sizes, tokens outside the vocabulary, missing or misshapen tensors.
 */
export function planRun(
  { spec, names }: { readonly spec: ModelSpec; readonly names: ModelNames },
  ids: readonly number[],
  end: RunEnd,
): LoadingPlan {
  requireSizes(spec);
  const last = "logits" in end ? spec.layers - 1 : end.queryKeyOf;
  requireLayer(spec, last);
  const embedding = names.modelRole("embedding").weight;
  requireTokens(ids, embedding.shape[0] ?? 0);
  const needed = new Map<string, TensorInfo>();
  for (let layer = 0; layer <= last; layer += 1) {
    const isWhole = layer < last || "logits" in end;
    const roles = isWhole ? [...queryKeyRoles, ...blockRoles] : queryKeyRoles;
    for (const tensor of layerTensors(names, layer, roles)) needed.set(tensor.name, tensor);
    if (needed.size > maxPlannedTensors) break;
  }
  if ("logits" in end) {
    for (const role of ["finalNorm", "head"] satisfies ModelRole[]) {
      for (const tensor of roleTensors(names.modelRole(role))) needed.set(tensor.name, tensor);
    }
  }
  const tensors = [...needed.values()];
  const keptPerLayer = (spec.heads + spec.kvHeads) * spec.headDim * ids.length * 4;
  return {
    tensors,
    neededBytes: sumBytes(tensors) + (needed.has(embedding.name) ? 0 : rowBytes(embedding, ids)),
    keptBytes: keptPerLayer * (last + 1),
  };
}

/** The tensors of these roles in a layer, as far as the family has them. @throws FormatError as `layerRole`. */
export function layerTensors(
  names: ModelNames,
  layer: number,
  roles: readonly LayerRole[],
): readonly TensorInfo[] {
  return roles
    .filter((role) => names.hasRole(role))
    .flatMap((role) => roleTensors(names.layerRole(layer, role)));
}

/** A layer has some ten tensors; a plan of more than this is beyond every limit in any case. */
const maxPlannedTensors = 100_000;

/**
 * Refuses a run that cannot be held, with the size that it would need.
 * @throws FormatError `limit-exceeded`.
 */
export function requireRoom({ neededBytes, keptBytes }: LoadingPlan): void {
  if (neededBytes > maxNeededBytes) {
    throw new FormatError(
      "limit-exceeded",
      `this run needs ${byteText(neededBytes)} of weights (${neededBytes} bytes), at most ` +
        `${byteText(maxNeededBytes)} are read at once: choose an earlier layer or a smaller model`,
    );
  }
  if (keptBytes > maxKeptBytes) {
    throw new FormatError(
      "limit-exceeded",
      `queries and keys of the layers would take ${byteText(keptBytes)}, at most ` +
        `${byteText(maxKeptBytes)} stay on the device: choose a shorter prompt or an earlier layer`,
    );
  }
}

function requireLayer(spec: ModelSpec, layer: number): void {
  if (Number.isSafeInteger(layer) && layer >= 0 && layer < spec.layers) return;
  throw new FormatError(
    "bad-value",
    `layer ${layer} was asked for, the model has layers 0 to ${spec.layers - 1}`,
  );
}

function requireTokens(ids: readonly number[], vocabulary: number): void {
  if (ids.length === 0)
    throw new FormatError("bad-token", "the prompt has no tokens, one is needed");
  if (ids.length > maxTokens) {
    throw new FormatError(
      "limit-exceeded",
      `the prompt has ${ids.length} tokens, at most ${maxTokens} can be run`,
    );
  }
  const position = ids.findIndex((id) => !Number.isSafeInteger(id) || id < 0 || id >= vocabulary);
  if (position < 0) return;
  throw new FormatError(
    "bad-token",
    `token ${String(ids[position])} at position ${position} is not in the vocabulary, ` +
      `which has ids 0 to ${vocabulary - 1}`,
  );
}

function roleTensors({ weight, bias }: RoleTensors): readonly TensorInfo[] {
  return bias === undefined ? [weight] : [weight, bias];
}

function sumBytes(tensors: readonly TensorInfo[]): number {
  return tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function rowBytes({ byteLength, shape }: TensorInfo, ids: readonly number[]): number {
  return (byteLength / Math.max(1, shape[0] ?? 1)) * new Set(ids).size;
}

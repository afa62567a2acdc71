import { shownText } from "../../bytes/shownText.ts";
import {
  calleeOf,
  globalName,
  itemsOf,
  type PickleObject,
  type PickleValue,
} from "../pickle/pickleValue.ts";
import { toTorchStorage, type TorchStorage } from "./torchStorage.ts";
import { typeOfDtype, type ElementType } from "./torchTypes.ts";

/** A tensor as its pickle describes it; none of its numbers is checked yet against a storage. */
export interface TorchTensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** In elements, as is `offset`, that of the first one in the storage. */
  readonly strides: readonly number[];
  readonly offset: number;
  readonly storage: TorchStorage;
  readonly parameter: boolean;
  readonly requiresGrad: boolean;
  /** Views whose values are the negatives or the conjugates of what is stored. */
  readonly negated: boolean;
  readonly conjugated: boolean;
  /** Why its values cannot be read although it has a shape, as the end of a sentence. */
  readonly fault?: string;
}

/** Why a tensor is not listed, as the end of a sentence. */
export interface RefusedTensor {
  readonly refused: string;
}

/** The tensor that a call would rebuild; `undefined` where the call is for something else. */
export function toTorchTensor(
  object: PickleObject,
  depth = 0,
): TorchTensor | RefusedTensor | undefined {
  const name = globalName(object.callee);
  const rebuild = name === undefined ? undefined : rebuilds.get(name);
  if (rebuild === undefined || depth > WRAPPER_LIMIT) return undefined;
  return rebuild(itemsOf(object.args), depth);
}

/** A parameter is a call around a tensor, a subclass another one around that. */
const WRAPPER_LIMIT = 4;

type Rebuild = (
  args: readonly PickleValue[],
  depth: number,
) => TorchTensor | RefusedTensor | undefined;

const rebuilds: ReadonlyMap<string, Rebuild> = new Map<string, Rebuild>([
  ["torch._utils._rebuild_tensor", (args) => toView(args, {})],
  [
    "torch._utils._rebuild_tensor_v2",
    (args) => toView(args, { requiresGrad: args[4], metadata: args[6] }),
  ],
  [
    "torch._utils._rebuild_tensor_v3",
    (args) => toView(args, { requiresGrad: args[4], dtype: args[6], metadata: args[7] }),
  ],
  ["torch._utils._rebuild_parameter", toParameter],
  ["torch._utils._rebuild_parameter_with_state", toParameter],
  ["torch._tensor._rebuild_from_type", fromType],
  ["torch._tensor._rebuild_from_type_v2", fromType],
  ["torch._utils._rebuild_sparse_tensor", () => ({ refused: "is sparse, and such are not read" })],
  [
    "torch._utils._rebuild_sparse_csr_tensor",
    () => ({ refused: "is sparse, and such are not read" }),
  ],
  [
    "torch._utils._rebuild_qtensor",
    () => ({ refused: "is quantised by PyTorch, and such are not read" }),
  ],
  [
    "torch._utils._rebuild_meta_tensor_no_storage",
    () => ({ refused: "was on the meta device and has no values" }),
  ],
  [
    "torch._utils._rebuild_nested_tensor",
    () => ({ refused: "is a nested tensor, and such are not read" }),
  ],
  [
    "torch._utils._rebuild_wrapper_subclass",
    () => ({ refused: "is of a class of its own without values" }),
  ],
  [
    "torch._utils._rebuild_device_tensor_from_numpy",
    () => ({ refused: "was saved as an array, and such are not read" }),
  ],
]);

interface ViewExtras {
  readonly requiresGrad?: PickleValue | undefined;
  readonly dtype?: PickleValue | undefined;
  readonly metadata?: PickleValue | undefined;
}

function toView(
  [storageId, offset, size, stride]: readonly PickleValue[],
  { requiresGrad, dtype, metadata }: ViewExtras,
): TorchTensor | RefusedTensor {
  const storage = toTorchStorage(storageId);
  const shape = toNumbers(size);
  const strides = toNumbers(stride);
  if (storage === undefined || shape === undefined || strides === undefined) {
    return { refused: "is rebuilt from what is no storage with a shape and strides" };
  }
  if (typeof offset !== "number") return { refused: "has an offset that is no number" };
  const typeName = globalName(dtype) ?? storage.className;
  const type = dtype === undefined ? storage.type : typeOfDtype(typeName);
  if (storage.location === "meta") return { refused: "was on the meta device and has no values" };
  return {
    ...{ shape, strides, offset, storage },
    ...(type === undefined ? unknownType(typeName) : { type }),
    parameter: false,
    requiresGrad: requiresGrad === true,
    negated: hasFlag(metadata, "neg"),
    conjugated: hasFlag(metadata, "conj"),
  };
}

function unknownType(name: string): Pick<TorchTensor, "type" | "fault"> {
  return { type: { name, bytes: 0 }, fault: `is of a type that is not known: ${shownText(name)}` };
}

/** @returns `undefined` where one of them is no number. */
function toNumbers(value: PickleValue | undefined): readonly number[] | undefined {
  const isSize = value !== undefined && calleeOf(value) === "torch.Size";
  const items = isSize ? sizeItems(value) : itemsOf(value);
  const isSequence = typeof value === "object" && value !== null && value.kind !== "dict";
  if (!isSequence || !items.every((item) => typeof item === "number")) return undefined;
  return items;
}

function sizeItems(value: PickleValue): readonly PickleValue[] {
  const args = typeof value === "object" && value?.kind === "object" ? value.args : undefined;
  return itemsOf(itemsOf(args)[0]);
}

function hasFlag(metadata: PickleValue | undefined, flag: string): boolean {
  if (typeof metadata !== "object" || metadata?.kind !== "dict") return false;
  return metadata.entries.some(([key, value]) => key === flag && value === true);
}

function toParameter(
  [data, requiresGrad]: readonly PickleValue[],
  depth: number,
): TorchTensor | RefusedTensor | undefined {
  if (typeof data !== "object" || data?.kind !== "object") return undefined;
  const tensor = toTorchTensor(data, depth + 1);
  if (tensor === undefined || "refused" in tensor) return tensor;
  return { ...tensor, parameter: true, requiresGrad: requiresGrad === true };
}

/** A tensor of a subclass, or one with attributes: (function, class, its arguments, state). */
function fromType(
  [rebuild, , args]: readonly PickleValue[],
  depth: number,
): TorchTensor | RefusedTensor | undefined {
  if (rebuild === undefined || args === undefined) return undefined;
  const inner = { kind: "object", callee: rebuild, args, state: undefined } as const;
  return toTorchTensor({ ...inner, items: [], entries: [] }, depth + 1);
}

import { globalName, itemsOf, type PickleValue } from "../pickle/pickleValue.ts";
import { typeOfStorage, type ElementType } from "./torchTypes.ts";

/** A stretch of memory that tensors are views of, as a pickle names it. */
export interface TorchStorage {
  readonly key: string;
  /** `undefined` for bytes whose tensors each say their own type, and for what is not known. */
  readonly type: ElementType | undefined;
  readonly className: string;
  /** Elements, or bytes where there is no type. */
  readonly count: number;
  /** Where it was when it was saved ("cpu", "cuda:0", "meta"). */
  readonly location: string;
  /** A part of another storage, as files of old PyTorch have it; `offset` in elements. */
  readonly part?: { readonly offset: number };
}

/**
 * A persistent id: ("storage", class, key, location, count), in old files with a view (key, offset, count) or None.
 * In a view the first key is that of the storage in the file, the other one is of the view alone.
 */
export function toTorchStorage(value: PickleValue | undefined): TorchStorage | undefined {
  if (typeof value !== "object" || value?.kind !== "persistent") return undefined;
  const [kind, storageClass, key, location, count, view] = itemsOf(value.id);
  const className = globalName(storageClass);
  const isStorage =
    kind === "storage" &&
    className !== undefined &&
    typeof key === "string" &&
    typeof location === "string" &&
    typeof count === "number";
  if (!isStorage) return undefined;
  const type = typeOfStorage(className);
  const [, offset] = itemsOf(view);
  return {
    key,
    type: type === "untyped" ? undefined : type,
    className,
    count,
    location,
    ...(typeof offset === "number" ? { part: { offset } } : {}),
  };
}

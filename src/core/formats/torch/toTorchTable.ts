import type { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import { calleeOf, globalName, type PickleValue } from "../pickle/pickleValue.ts";
import type { TensorTable } from "../tensorTable.ts";
import { toTensorInfo, type StorageData, type TorchFile } from "./toTensorInfo.ts";
import type { TorchObject } from "./torchWalk.ts";

export interface TorchParts extends TorchFile {
  readonly object: TorchObject;
  /** By key. */
  readonly storages: ReadonlyMap<string, StorageData>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** The table of a file whose pickle was walked and whose storages were found. */
export function toTorchTable(parts: TorchParts, problems: ProblemList): Parsed<TensorTable> {
  const { object, storages } = parts;
  const tensors = object.tensors.flatMap((found) => {
    const { key } = found.tensor.storage;
    const data = storages.get(key) ?? { missing: `has no storage ${shownText(key)} in the file` };
    return toTensorInfo(found, data, parts, problems) ?? [];
  });
  const metadata = new Map(parts.metadata);
  if (object.structure !== undefined) metadata.set("structure", JSON.stringify(object.structure));
  if (object.omitted > 0) {
    metadata.set("structure_omitted", `${object.omitted} further values besides tensors`);
  }
  return { value: { tensors, metadata, format: "torch" }, problems: problems.list };
}

/**
 * A pickle that is one object of a class or call, with no tensor in it, is no checkpoint.
 * @throws FormatError `unsupported`
 */
export function refuseWithoutTensors(
  root: PickleValue,
  { object, file }: { readonly object: TorchObject; readonly file: string },
): void {
  const isContainer = typeof root === "object" && root !== null && containers.has(root.kind);
  const name = calleeOf(root) ?? globalName(root) ?? "something that is no container";
  if (object.tensors.length > 0 || isContainer || name === "collections.OrderedDict") return;
  const message = `${file} is a pickle of ${shownText(name)} and has no tensors; nothing of it was run`;
  throw new FormatError("unsupported", message, { offset: 0 });
}

const containers: ReadonlySet<string> = new Set(["dict", "list", "tuple"]);

import type { ByteSource } from "../../bytes/byteSource.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import type { Parsed } from "../../problem.ts";
import { refuseStandIn } from "../standIns.ts";
import type { TensorTable } from "../tensorTable.ts";
import { NPY_HEAD_BYTES, parseNpyHeader } from "./npyHeader.ts";
import { toNpyTensor } from "./toNpyTensor.ts";

/**
 * The one array of a `.npy` file, which has no name and is called "array".
 * @throws FormatError those of `parseNpyHeader`, and `bad-magic` for what stands in its place.
 */
export async function readNpy(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const head = await source.read(0, Math.min(source.byteLength, NPY_HEAD_BYTES), signal);
  signal?.throwIfAborted();
  refuseStandIn(head.subarray(0, STAND_IN_BYTES), file);
  const header = parseNpyHeader(head, file);
  const problems = new ProblemList(file);
  const length = source.byteLength;
  const data = {
    offset: 0,
    deflatedLength: length,
    inflatedLength: length,
    packing: "stored",
  } as const;
  const tensor = toNpyTensor({ name: "array", file, header, data }, problems);
  return {
    value: { tensors: [tensor], metadata: new Map(), format: "npy" },
    problems: problems.list,
  };
}

const STAND_IN_BYTES = 64;

import { ProblemList } from "../bytes/problemList.ts";
import { shownText } from "../bytes/shownText.ts";
import { FormatError } from "../errors.ts";
import type { TensorInfo, TensorTable } from "../formats/tensorTable.ts";
import type { Parsed } from "../problem.ts";

/** A shard's table, or why there is none. */
export interface Shard {
  readonly file: string;
  readonly outcome: Parsed<TensorTable> | FormatError;
}

/**
 * Shards as one table. Of tensors with one name the one counts whose shard the index names, else the first.
 * @throws FormatError the first shard's, where no shard could be read.
 */
export function mergeShards(
  shards: readonly Shard[],
  weightMap: ReadonlyMap<string, string>,
  file: string,
): Parsed<TensorTable> {
  const problems = new ProblemList(file);
  const tensors = new Map<string, TensorInfo>();
  const metadata = new Map<string, string>();
  const unread = new Set<string>();
  let firstError: FormatError | undefined;
  let format = "safetensors";
  for (const { file: shard, outcome } of shards) {
    if (outcome instanceof FormatError) {
      firstError ??= outcome;
      unread.add(shard);
      const count = [...weightMap.values()].filter((name) => name === shard).length;
      const lost = count === 0 ? "" : `; ${count} tensors are not shown`;
      problems.add(outcome.code, "error", `${outcome.message}${lost}`, { key: shard });
      continue;
    }
    ({ format } = outcome.value);
    problems.list.push(...outcome.problems);
    for (const [key, value] of outcome.value.metadata) metadata.set(key, value);
    for (const tensor of outcome.value.tensors) addTensor(tensor, { tensors, weightMap }, problems);
  }
  if (firstError !== undefined && unread.size === shards.length) throw firstError;
  reportMissing({ tensors, weightMap }, unread, problems);
  return {
    value: { tensors: [...tensors.values()], metadata, format },
    problems: problems.list,
  };
}

interface Merge {
  readonly tensors: Map<string, TensorInfo>;
  readonly weightMap: ReadonlyMap<string, string>;
}

function addTensor(tensor: TensorInfo, { tensors, weightMap }: Merge, problems: ProblemList): void {
  const earlier = tensors.get(tensor.name);
  const wanted = weightMap.get(tensor.name);
  if (earlier === undefined || tensor.file === wanted) tensors.set(tensor.name, tensor);
  if (earlier === undefined) return;
  const used = tensor.file === wanted ? tensor.file : earlier.file;
  const message = `${shownText(tensor.name)} is in ${earlier.file} and in ${tensor.file}; that of ${used} is shown`;
  problems.add("duplicate-tensor", "warning", message, { key: tensor.name });
}

/** What the index promises and its shard, though read, does not have. */
function reportMissing(
  { tensors, weightMap }: Merge,
  unread: ReadonlySet<string>,
  problems: ProblemList,
): void {
  for (const [name, shard] of weightMap) {
    if (tensors.has(name) || unread.has(shard)) continue;
    const message = `names ${shard} as the file of ${shownText(name)}, which is not in it`;
    problems.add("missing-tensor", "error", message, { key: name });
  }
}

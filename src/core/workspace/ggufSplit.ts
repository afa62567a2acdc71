import { GGUF_SPLIT_LIMIT } from "../bytes/limits.ts";
import { ProblemList } from "../bytes/problemList.ts";
import type { TensorTable } from "../formats/tensorTable.ts";
import type { Parsed } from "../problem.ts";
import { mergeShards, type Shard } from "./mergeShards.ts";

/** A GGUF model in several files, "model-00002-of-00003.gguf", by names alone. */
export interface GgufSplit {
  /** In order; at least one. */
  readonly present: readonly string[];
  /** What the numbers in the names leave out. */
  readonly missing: readonly string[];
}

/** The files that belong to one of them; `undefined` for a name that is no part of a split model. */
export function ggufSplit(name: string, names: readonly string[]): GgufSplit | undefined {
  const own = splitName(name);
  if (own === undefined) return undefined;
  const numbers = Array.from({ length: own.count }, (_, i) => String(i + 1).padStart(5, "0"));
  const wanted = numbers.map((number) => `${own.stem}-${number}-of-${own.total}.gguf`);
  const found = new Set(names);
  return {
    present: wanted.filter((file) => found.has(file)),
    missing: wanted.filter((file) => !found.has(file)),
  };
}

/** Whether two names are of one split model. */
export function isOfSameSplit(a: string, b: string): boolean {
  const [one, other] = [splitName(a), splitName(b)];
  if (one === undefined || other === undefined) return false;
  return one.stem === other.stem && one.total === other.total;
}

/** The files' tables as one. @throws FormatError the first file's, where none could be read. */
export function mergeGgufSplit(
  shards: readonly Shard[],
  { missing }: GgufSplit,
): Parsed<TensorTable> {
  const file = shards[0]?.file ?? "";
  const merged = mergeShards(shards, new Map(), file);
  const problems = new ProblemList(file);
  for (const name of missing) {
    const message = `is one of ${missing.length + shards.length} files, ${name} is not beside it; its tensors are not shown`;
    problems.add("missing-shard", "error", message, { key: name });
  }
  // Only the first file says what the model is; the others repeat their number alone.
  const [first] = shards;
  const own = first?.outcome instanceof Error ? undefined : first?.outcome.value.metadata;
  const metadata = new Map([...merged.value.metadata, ...(own ?? [])]);
  reportCounts({ ...merged.value, metadata }, missing.length + shards.length, problems);
  return {
    value: { ...merged.value, metadata },
    problems: [...problems.list, ...merged.problems],
  };
}

/** What a file that stands alone says about others, which its name does not help to find. */
export function reportLoneSplit(table: TensorTable, file: string): ProblemList {
  const problems = new ProblemList(file);
  const count = Number(table.metadata.get("split.count") ?? 1);
  if (count > 1) {
    const message = `says split.count ${count}, and its name has no "-00001-of-${String(count).padStart(5, "0")}" by which the others could be found`;
    problems.add("missing-shard", "error", message, { key: "split.count" });
  }
  return problems;
}

function reportCounts(table: TensorTable, files: number, problems: ProblemList): void {
  const stated = table.metadata.get("split.count");
  if (stated !== undefined && Number(stated) !== files) {
    const message = `says split.count ${stated}, its name says ${files} files`;
    problems.add("bad-value", "error", message, { key: "split.count" });
  }
  const tensors = table.metadata.get("split.tensors.count");
  if (tensors !== undefined && Number(tensors) !== table.tensors.length) {
    const message = `says split.tensors.count ${tensors}, ${table.tensors.length} are in the files that are there`;
    problems.add("missing-tensor", "error", message, { key: "split.tensors.count" });
  }
}

interface SplitName {
  readonly stem: string;
  readonly total: string;
  readonly count: number;
}

function splitName(name: string): SplitName | undefined {
  const match = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/.exec(name);
  const [, stem, number, total] = match ?? [];
  if (stem === undefined || number === undefined || total === undefined) return undefined;
  const count = Number(total);
  const isSound = Number(number) >= 1 && Number(number) <= count && count <= GGUF_SPLIT_LIMIT;
  return isSound ? { stem, total, count } : undefined;
}

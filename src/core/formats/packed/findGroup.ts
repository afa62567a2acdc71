import type {
  CompressedGroup,
  CompressedTargets,
  CompressedTensorsConfig,
} from "./quantizationConfig.ts";

/**
 * The group of a module: an exact name comes before a pattern and a pattern before a class, whatever the order of the
 * groups; `undefined` where the module is ignored or no group is for it.
 */
export function findGroup(
  { groups, ignore }: CompressedTensorsConfig,
  module: string,
): CompressedGroup | undefined {
  if (ignore.names.has(module) || takes(ignore, module)) return undefined;
  return (
    groups.find(({ targets }) => targets.names.has(module)) ??
    groups.find(({ targets }) => takes(targets, module)) ??
    groups.find(({ targets }) => targets.names.has(classOf(module))) ??
    onlyOneOfClass(groups)
  );
}

/** Classes are not written down; all that is packed in practice is a linear layer or an embedding. */
function classOf(module: string): string {
  return /(^|\.)(embed_tokens|wte|word_embeddings)$/.test(module) ? "Embedding" : "Linear";
}

/** A config that names one class (a layer of some model's own) can mean no other group. */
function onlyOneOfClass(groups: readonly CompressedGroup[]): CompressedGroup | undefined {
  const ofClass = groups.filter(({ targets }) =>
    [...targets.names].some((name) => !name.includes(".")),
  );
  return ofClass.length === 1 ? ofClass[0] : undefined;
}

function takes({ patterns }: CompressedTargets, module: string): boolean {
  return patterns.some((pattern) => pattern(module));
}

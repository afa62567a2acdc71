import type { Node } from "jsonc-parser";
import { ProblemList } from "../bytes/problemList.ts";
import { shownText } from "../bytes/shownText.ts";
import { FormatError } from "../errors.ts";
import { memberOf, membersOf } from "../json/jsonNode.ts";
import { parseJsonTree } from "../json/parseJsonTree.ts";
import type { Parsed } from "../problem.ts";

export interface SafetensorsIndex {
  /** Names of files beside the index, in the order in which they are first named. */
  readonly shards: readonly string[];
  /** Tensor → shard. A Map, since names come from hostile files. */
  readonly weightMap: ReadonlyMap<string, string>;
}

/**
 * `model.safetensors.index.json` or `pytorch_model.bin.index.json`: `{"weight_map": {tensor: file}}`. A shard is a file of the same folder;
 * names that lead elsewhere are refused and their tensors left out.
 * @throws FormatError `bad-json` or `bad-header` where no shard can be named.
 */
export function parseSafetensorsIndex(text: string, file: string): Parsed<SafetensorsIndex> {
  const parsed = parseJsonTree(text, file);
  const problems = new ProblemList(file);
  problems.list.push(...parsed.problems);
  const map = weightMapOf(parsed.value, file);
  const weightMap = new Map<string, string>();
  const refused = new Set<string>();
  for (const { name, value } of membersOf(map)) {
    const shard: unknown = value.value;
    if (typeof shard === "string" && isShardName(shard)) {
      weightMap.set(name, shard);
      continue;
    }
    const shown = typeof shard === "string" ? shownText(shard) : `a ${value.type}`;
    if (refused.has(shown)) continue;
    refused.add(shown);
    const message = `names ${shown} as the file of ${shownText(name)}; a shard is a .safetensors or .bin file of the same folder`;
    problems.add("unsafe-name", "error", message, {
      key: name,
      span: { offset: value.offset, length: value.length },
    });
  }
  if (weightMap.size === 0) {
    throw new FormatError(
      "bad-header",
      refused.size === 0
        ? `${file}: weight_map names no shard`
        : `${file}: weight_map names no file that may be opened; the first is ${[...refused][0] ?? ""}, a shard is a .safetensors or .bin file of the same folder`,
      { offset: map.offset },
    );
  }
  return {
    value: { shards: [...new Set(weightMap.values())], weightMap },
    problems: problems.list,
  };
}

function weightMapOf(tree: Node | undefined, file: string): Node {
  if (tree?.type !== "object") {
    throw new FormatError("bad-json", `${file} is not a JSON object`, { offset: 0 });
  }
  const map = memberOf(tree, "weight_map");
  if (map?.type !== "object") {
    const found = map === undefined ? "no weight_map" : `a weight_map of type ${map.type}`;
    throw new FormatError("bad-header", `${file} has ${found}; it maps tensor names to files`, {
      offset: map?.offset ?? 0,
    });
  }
  return map;
}

/** No separator of any system, no drive or scheme, nothing hidden, no control characters. */
function isShardName(name: string): boolean {
  return (
    /^[^./\\:\u0000-\u001f][^/\\:\u0000-\u001f]*\.(?:safetensors|bin)$/.test(name) &&
    name.length <= 255
  );
}

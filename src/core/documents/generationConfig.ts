import type { Node } from "jsonc-parser";
import { membersOf, spanOfNode } from "../json/jsonNode.ts";
import type { Setting, SettingKind } from "./setting.ts";

/**
 * Lengths that a `generation_config.json` asks of transformers' `generate`: `max_length` counts the prompt in,
 * `max_new_tokens` comes on top of it (and wins where both stand). Literals that are no positive
 * finite number set nothing and are left to whoever checks values.
 */
export function findGenerationSettings(tree: Node, file: string): Setting[] {
  return membersOf(tree).flatMap(({ name, value: node }) => {
    const kind = kinds.get(name);
    const value: unknown = node.value;
    if (kind === undefined || typeof value !== "number" || !Number.isFinite(value) || value <= 0) {
      return [];
    }
    return [{ kind, key: name, value, file, span: spanOfNode(node), engine: "transformers" }];
  });
}

const kinds: ReadonlyMap<string, SettingKind> = new Map([
  ["max_length", "requested-length"],
  ["max_new_tokens", "new-tokens"],
]);

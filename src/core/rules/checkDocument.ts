import { nameOf } from "../bytes/files.ts";
import { findGenerationSettings } from "../documents/generationConfig.ts";
import { parseJsonTree } from "../json/parseJsonTree.ts";
import type { ModelFolder } from "../workspace/modelFolder.ts";
import type { Finding } from "./finding.ts";
import { rules } from "./index.ts";

/**
 * Findings of one document, in the order of their place. Which rules look at it is decided by its file's name;
 * a name that no rule reads, and a text without a JSON value, give none.
 */
export function checkDocument(
  document: { readonly file: string; readonly text: string },
  folder: ModelFolder,
): Finding[] {
  const name = nameOf(document.file);
  if (name.endsWith(".py")) return checkPython(document);
  const applicable = rules
    .filter((rule) => rule.reads === "json")
    .filter((rule) => rule.documents.includes(name));
  if (applicable.length === 0) return [];
  const tree = parseJsonTree(document.text, document.file).value;
  if (tree === undefined) return [];
  const settings =
    name === "generation_config.json" ? findGenerationSettings(tree, document.file) : [];
  return applicable
    .flatMap((rule) => rule.check({ ...document, tree, folder, settings }))
    .sort((a, b) => a.span.offset - b.span.offset);
}

/** Findings of a Python file, which needs no model beside it. */
export function checkPython(document: { readonly file: string; readonly text: string }): Finding[] {
  return rules
    .filter((rule) => rule.reads === "python")
    .flatMap((rule) => rule.check(document))
    .sort((a, b) => a.span.offset - b.span.offset);
}

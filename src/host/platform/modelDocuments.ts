import type * as vscode from "vscode";

import { namesAModel } from "./namesAModel.ts";
import { nameOfUri } from "./uris.ts";

/** Documents that lenses, hovers and findings look at. JSON with comments too: people open configs as they like. */
export const modelDocumentSelector: readonly vscode.DocumentFilter[] = [
  { language: "json", pattern: "**/{config,generation_config}.json" },
  { language: "jsonc", pattern: "**/{config,generation_config}.json" },
];

/** Schemes of documents that show another state of a file, or no file at all. */
const schemesWithoutFolder = new Set(["git", "untitled", "output", "vscode-userdata"]);

/** Whether a document may be a model's config, by name and by a cheap look at its text. */
export function isModelConfig(document: vscode.TextDocument): boolean {
  return (
    nameOfUri(document.uri) === "config.json" &&
    !schemesWithoutFolder.has(document.uri.scheme) &&
    namesAModel(document.getText())
  );
}

/** A document that lies beside a model's config: the config itself, or the generation config. */
export function isModelDocument(document: vscode.TextDocument): boolean {
  return (
    isModelConfig(document) ||
    (nameOfUri(document.uri) === "generation_config.json" &&
      !schemesWithoutFolder.has(document.uri.scheme))
  );
}

import type * as vscode from "vscode";

/** Python files, of which some define positional encodings. */
export const pythonSelector: readonly vscode.DocumentFilter[] = [{ language: "python" }];

/** Another state of a file that is looked at already. */
const schemesOfOtherStates = new Set(["git", "output"]);

/** Whether a document may define one: a cheap look for a sine and a cosine, so that most Python costs nothing. */
export function mayEncodePositions(document: vscode.TextDocument): boolean {
  if (document.languageId !== "python" || schemesOfOtherStates.has(document.uri.scheme)) {
    return false;
  }
  const text = document.getText();
  return /\bsin_?\s*\(/.test(text) && /\bcos_?\s*\(/.test(text);
}

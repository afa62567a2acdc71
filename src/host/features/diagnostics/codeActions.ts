import * as vscode from "vscode";

import type { Finding, Fix } from "../../../core/rules/finding.ts";
import type { Platform } from "../../platform/platform.ts";
import { readFindingsOf } from "./findingsOf.ts";
import { toRange } from "./toDiagnostic.ts";

/** Fixes of the findings under the cursor, and the way to silence a rule. */
export async function provideCodeActions(
  document: vscode.TextDocument,
  ours: readonly vscode.Diagnostic[],
  platform: Platform,
): Promise<vscode.CodeAction[]> {
  // Found anew, since edits of a fix must fit the text as it is now.
  const { findings } = await readFindingsOf(document, platform);
  return ours.flatMap((diagnostic) => {
    const finding = findings.find((candidate) => isOf(candidate, diagnostic, document));
    return finding === undefined
      ? []
      : [
          ...finding.fixes.map((fix) => toFixAction(fix, diagnostic, document)),
          toTurnOffAction(finding, diagnostic),
        ];
  });
}

function isOf(
  finding: Finding,
  { code, range }: vscode.Diagnostic,
  document: vscode.TextDocument,
): boolean {
  const rule = typeof code === "object" ? code.value : code;
  return rule === finding.rule && range.isEqual(toRange(document, finding.span));
}

function toFixAction(
  fix: Fix,
  diagnostic: vscode.Diagnostic,
  document: vscode.TextDocument,
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = fix.preferred;
  action.edit = new vscode.WorkspaceEdit();
  for (const { span, newText } of fix.edits) {
    action.edit.replace(document.uri, toRange(document, span), newText);
  }
  return action;
}

function toTurnOffAction({ rule }: Finding, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const title = `Turn ${rule} off`;
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = { command: "poslens.turnOffRule", title, arguments: [rule] };
  return action;
}

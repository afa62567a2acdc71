import * as vscode from "vscode";

import type { ConfigReading } from "../../../core/models/configReading.ts";
import type { Finding, Related, Severity } from "../../../core/rules/finding.ts";
import { diagnosticSource } from "./diagnosticSource.ts";
import { toTextPosition } from "../../platform/textPosition.ts";
import { folderUriOf } from "../../platform/uris.ts";

export interface DiagnosticContext {
  readonly document: vscode.TextDocument;
  readonly config: ConfigReading | undefined;
  readonly extensionUri: vscode.Uri;
}

/** A finding at the border: data until here, a Diagnostic from here on. */
export function toDiagnostic(finding: Finding, context: DiagnosticContext): vscode.Diagnostic {
  const { document, extensionUri } = context;
  const range = toRange(document, finding.span);
  const diagnostic = new vscode.Diagnostic(range, finding.message, severities[finding.severity]);
  diagnostic.source = diagnosticSource;
  diagnostic.code = {
    value: finding.rule,
    target: vscode.Uri.joinPath(extensionUri, "docs", "rules", `${finding.rule}.md`),
  };
  diagnostic.relatedInformation = finding.related.map((related) => toRelated(related, context));
  return diagnostic;
}

export function toRange(
  document: vscode.TextDocument,
  { offset, length }: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** The other file need not be open, so lines are counted in the text that was read. */
function toRelated(
  { file, span, message }: Related,
  { document, config }: DiagnosticContext,
): vscode.DiagnosticRelatedInformation {
  const uri = vscode.Uri.joinPath(folderUriOf(document.uri), file);
  const text = config?.file === file ? config.text : document.getText();
  const start = toTextPosition(text, span.offset);
  const end = toTextPosition(text, span.offset + span.length);
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  return new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, range), message);
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

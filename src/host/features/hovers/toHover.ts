import * as vscode from "vscode";

import type { KeyHelp } from "../../../core/documents/explainKey.ts";
import type { ConfigReading } from "../../../core/models/configReading.ts";
import { wavelengthChart } from "../../../core/positions/wavelengthChart.ts";
import { toMarkdownImage, toPlainMarkdown } from "../../platform/plainMarkdown.ts";

/** Help for a key as Markdown. Nothing in it is trusted, and every text is escaped: parts of it come from the file. */
export function toHover(
  help: KeyHelp,
  reading: ConfigReading,
  document: vscode.TextDocument,
): vscode.Hover {
  const content = new vscode.MarkdownString();
  content.appendMarkdown(`**${toPlainMarkdown(help.title)}**\n\n`);
  // The picture comes first: VS Code shows the upper 250 pixels, and text is easier to scroll to.
  for (const part of [toChart(help, reading), ...help.paragraphs.map(toPlainMarkdown)]) {
    content.appendMarkdown(`${part}\n\n`);
  }
  const start = document.positionAt(help.span.offset);
  const end = document.positionAt(help.span.offset + help.span.length);
  return new vscode.Hover(content, new vscode.Range(start, end));
}

function toChart(help: KeyHelp, { spec }: ConfigReading): string {
  if (help.chart === undefined || spec.scheme.kind !== "rope") {
    return "";
  }
  const svg = wavelengthChart(spec.scheme, spec.lengths.trained);
  return toMarkdownImage(svg, "Wavelength of each pair in tokens, against the trained length");
}

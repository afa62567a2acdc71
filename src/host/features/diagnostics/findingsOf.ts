import type * as vscode from "vscode";

import type { ConfigReading } from "../../../core/models/configReading.ts";
import { checkDocument, checkPython } from "../../../core/rules/checkDocument.ts";
import type { Finding } from "../../../core/rules/finding.ts";
import { readSettings } from "../../platform/configuration.ts";
import { readModelOfDocument } from "../../platform/modelOfDocument.ts";
import type { Platform } from "../../platform/platform.ts";
import { mayEncodePositions } from "../../platform/pythonDocuments.ts";
import { withRuleSettings } from "../../platform/ruleSettings.ts";
import { nameOfUri } from "../../platform/uris.ts";

export interface DocumentFindings {
  readonly findings: readonly Finding[];
  /** What they were compared with; related literals lie in its text. */
  readonly config: ConfigReading | undefined;
}

const none: DocumentFindings = { findings: [], config: undefined };

/** Findings of a document's present text, as the user's settings want them; none for what is no model's document and no Python. */
export async function readFindingsOf(
  document: vscode.TextDocument,
  platform: Platform,
): Promise<DocumentFindings> {
  const settings = readSettings(document.uri);
  if (!settings.enable) {
    return none;
  }
  const file = nameOfUri(document.uri);
  if (document.languageId === "python") {
    const found = mayEncodePositions(document)
      ? checkPython({ file, text: document.getText() })
      : [];
    return { findings: withRuleSettings(found, settings.rules), config: undefined };
  }
  const model = await readModelOfDocument(document, platform.models);
  if (model === undefined) {
    return none;
  }
  const { config } = model.folder;
  const findings = checkDocument({ file, text: document.getText() }, model.folder);
  return { findings: withRuleSettings(findings, settings.rules), config };
}

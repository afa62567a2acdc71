import * as vscode from "vscode";

import { registerCommand } from "../../platform/commands.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import type { Load } from "../../platform/load.ts";
import { modelDocumentSelector } from "../../platform/modelDocuments.ts";
import { pythonSelector } from "../../platform/pythonDocuments.ts";
import type { Platform } from "../../platform/platform.ts";
import { DiagnosticsOfDocuments } from "./diagnosticsOfDocuments.ts";
import { diagnosticSource } from "./diagnosticSource.ts";
import type * as documentFindings from "./documentFindings.ts";

/** Findings as squiggles with fixes, for the documents that somebody looks at. */
export function registerDiagnostics(
  platform: Platform,
  load: Load<typeof documentFindings>,
): Disposable {
  const owned = new DisposableStore();
  owned.add(new DiagnosticsOfDocuments(platform, load));
  owned.add(
    vscode.languages.registerCodeActionsProvider(
      [...modelDocumentSelector, ...pythonSelector],
      {
        async provideCodeActions(document, _range, { diagnostics }) {
          const ours = diagnostics.filter(({ source }) => source === diagnosticSource);
          return ours.length === 0
            ? []
            : (await load()).provideCodeActions(document, ours, platform);
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
  owned.add(
    registerCommand("poslens.turnOffRule", platform.log, async (argument) =>
      (await load()).turnOffRule(argument),
    ),
  );
  return owned;
}

import { registerCommand } from "../../platform/commands.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import { modelDocumentSelector } from "../../platform/modelDocuments.ts";
import type { Platform } from "../../platform/platform.ts";
import { registerCodeActions } from "./codeActions.ts";
import { DiagnosticsOfDocuments } from "./diagnosticsOfDocuments.ts";
import { turnOffRule } from "./turnOffRule.ts";

/** Findings as squiggles with fixes, for the documents that somebody looks at. */
export function registerDiagnostics(platform: Platform): Disposable {
  const owned = new DisposableStore();
  owned.add(new DiagnosticsOfDocuments(platform));
  owned.add(registerCodeActions(modelDocumentSelector, platform));
  owned.add(registerCommand("poslens.turnOffRule", platform.log, turnOffRule));
  return owned;
}

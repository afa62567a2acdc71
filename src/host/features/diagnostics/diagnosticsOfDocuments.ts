import * as vscode from "vscode";

import { onDidChangeSettings } from "../../platform/configuration.ts";
import { createDebounced } from "../../platform/debounced.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import { isModelDocument } from "../../platform/modelDocuments.ts";
import { mayEncodePositions } from "../../platform/pythonDocuments.ts";
import type { Load } from "../../platform/load.ts";
import type { Platform } from "../../platform/platform.ts";
import { folderUriOf } from "../../platform/uris.ts";
import type * as documentFindings from "./documentFindings.ts";

/** A pause in typing; the check itself takes a few milliseconds. */
const pauseMs = 120;

/**
 * Findings of the documents that are on the screen, again after each pause in typing. VS Code opens documents
 * that nobody sees; those are left alone until an editor shows them.
 */
export class DiagnosticsOfDocuments implements Disposable {
  readonly #platform: Platform;
  readonly #load: Load<typeof documentFindings>;
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection("poslens"));
  /** Documents that changed since they were checked. */
  readonly #due = new Map<string, vscode.TextDocument>();
  readonly #check: () => void;

  constructor(platform: Platform, load: Load<typeof documentFindings>) {
    this.#platform = platform;
    this.#load = load;
    this.#check = this.#owned.add(createDebounced(pauseMs, () => this.#checkDue()));
    this.#owned.add(vscode.window.onDidChangeVisibleTextEditors(() => this.#lookAtVisible()));
    this.#owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        // A config says what its neighbours are compared with.
        this.#lookAt(isVisible(document) ? [document] : []);
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#due.delete(uri.toString());
        this.#collection.delete(uri);
      }),
    );
    this.#owned.add(
      platform.models.onDidChange((model) =>
        this.#lookAt(
          visibleDocuments().filter(({ uri }) => folderUriOf(uri).toString() === model.key),
        ),
      ),
    );
    this.#owned.add(onDidChangeSettings(["enable", "rules"], () => this.#lookAtVisible()));
    this.#lookAtVisible();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #lookAtVisible(): void {
    this.#lookAt(visibleDocuments());
  }

  #lookAt(documents: readonly vscode.TextDocument[]): void {
    const ours = documents.filter(
      (document) =>
        isModelDocument(document) ||
        mayEncodePositions(document) ||
        this.#collection.has(document.uri),
    );
    for (const document of ours) {
      this.#due.set(document.uri.toString(), document);
    }
    if (ours.length > 0) {
      this.#check();
    }
  }

  #checkDue(): void {
    const documents = [...this.#due.values()];
    this.#due.clear();
    for (const document of documents) {
      this.#checkOne(document).catch((error: unknown) => {
        const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.#platform.log.error(`Checking ${document.uri.path} failed: ${failure}`);
      });
    }
  }

  async #checkOne(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const { readFindingsOf, toDiagnostic } = await this.#load();
    const { findings, config } = await readFindingsOf(document, this.#platform);
    // Closed or edited while the folder was read: the later check has the last word.
    if (this.#owned.isDisposed || document.isClosed || document.version !== version) {
      return;
    }
    const { extensionUri } = this.#platform;
    this.#collection.set(
      document.uri,
      findings.map((finding) => toDiagnostic(finding, { document, config, extensionUri })),
    );
  }
}

function visibleDocuments(): readonly vscode.TextDocument[] {
  return vscode.window.visibleTextEditors.map(({ document }) => document);
}

function isVisible(document: vscode.TextDocument): boolean {
  return visibleDocuments().includes(document);
}

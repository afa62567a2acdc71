import * as vscode from "vscode";

import type { Disposable } from "./disposableStore.ts";
import { DisposableStore } from "./disposableStore.ts";
import type { Load } from "./load.ts";
import { ModelEntry, type ThreadScripts } from "./modelEntry.ts";
import type * as modelParts from "./modelParts.ts";
import { folderUriOf, nameOfUri, pathOf } from "./uris.ts";

/** Models that nobody holds are forgotten beyond this many: a config as it was parsed takes some hundred kilobytes. */
const rememberedModels = 512;

/** Files that make a model what it is. */
const modelFiles =
  "{*config.json,tokenizer.json,*.model,{vocab,merges}.{json,txt},*.index.json,*.safetensors,*.gguf,*.bin,*.pt,*.pth,*.npy,*.npz,*.onnx,*.h5,*.vec}";

/** A checkpoint is written in many steps; one change is told when they pause. */
const settleMs = 250;

/** The models that somebody looked at. Nothing is watched or read before the first one. */
export class ModelStore implements Disposable {
  readonly #threads: ThreadScripts;
  readonly #load: Load<typeof modelParts>;
  readonly #entries = new Map<string, Kept>();
  /** Configs whose text on the screen is not on the disk. */
  readonly #unsaved = new Set<string>();
  readonly #changed = new Map<string, NodeJS.Timeout>();
  readonly #didChange = new vscode.EventEmitter<ModelEntry>();
  readonly #watching = new DisposableStore();
  #isWatching = false;

  /** A file of a model changed, on disk or in an editor. */
  readonly onDidChange = this.#didChange.event;

  constructor(extensionUri: vscode.Uri, load: Load<typeof modelParts>) {
    this.#load = load;
    const script = (name: string): string =>
      vscode.Uri.joinPath(extensionUri, "dist", `${name}.cjs`).fsPath;
    this.#threads = { tokenizer: script("tokenizerThread"), words: script("wordsThread") };
  }

  /** The entry of a folder, or of the file of it that the fragment names; nothing of it is read yet. */
  entry(place: vscode.Uri): ModelEntry {
    const uri = withoutTrailingSlash(place);
    const key = uri.toString();
    const known = this.#entries.get(key);
    if (known !== undefined) {
      return known.entry;
    }
    this.#watch();
    const entry = new ModelEntry(uri, this.#threads, this.#load);
    this.#entries.set(key, { entry, watcher: this.#watchOutside(entry.uri) });
    this.#forgetOldest();
    return entry;
  }

  /** The entry of the folder that a file is in. */
  entryOfFile(file: vscode.Uri): ModelEntry {
    return this.entry(folderUriOf(file));
  }

  /**
   * The model that a checkpoint belongs to: that of its folder where the folder's own model is read from it (or from
   * the index that names it), else one of its own. @throws FormatError for a folder that cannot be listed.
   */
  async entryOfCheckpoint(file: vscode.Uri): Promise<ModelEntry> {
    const ofFolder = this.entryOfFile(file);
    const alone = ofFolder.uri.with({ fragment: nameOfUri(file) });
    const [folder, chosen] = await Promise.all([
      ofFolder.folder(),
      this.#load().then(({ readModelFolder }) => readModelFolder(ofFolder.files, pathOf(file))),
    ]);
    const isSame = folder.value.files.checkpoints[0] === chosen.value.files.checkpoints[0];
    return isSame ? ofFolder : this.entry(alone);
  }

  dispose(): void {
    this.#watching.dispose();
    for (const timer of this.#changed.values()) {
      clearTimeout(timer);
    }
    for (const kept of this.#entries.values()) {
      kept.watcher?.dispose();
      kept.entry.dispose();
    }
    this.#entries.clear();
    this.#didChange.dispose();
  }

  #watch(): void {
    if (this.#isWatching) {
      return;
    }
    this.#isWatching = true;
    this.#watching.add(
      this.#listenTo(vscode.workspace.createFileSystemWatcher(`**/${modelFiles}`)),
    );
    this.#watching.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) {
          this.#noticeText(document);
        }
      }),
    );
    // A document may open with text that a closed window kept, and close without it being saved.
    this.#watching.add(
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.isDirty) {
          this.#noticeText(document);
        }
      }),
    );
    this.#watching.add(
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (this.#unsaved.has(document.uri.toString())) {
          this.#noticeText(document);
        }
      }),
    );
  }

  /** Folders outside the workspace are not covered by its watcher. */
  #watchOutside(folder: vscode.Uri): vscode.Disposable | undefined {
    if (vscode.workspace.getWorkspaceFolder(folder) !== undefined) {
      return undefined;
    }
    const pattern = new vscode.RelativePattern(folder, modelFiles);
    return this.#listenTo(vscode.workspace.createFileSystemWatcher(pattern));
  }

  #listenTo(watcher: vscode.FileSystemWatcher): vscode.Disposable {
    const notice = (uri: vscode.Uri): void => this.#notice(uri);
    watcher.onDidCreate(notice);
    watcher.onDidChange(notice);
    watcher.onDidDelete(notice);
    return watcher;
  }

  /** Readers of text must see an edit at once; only the telling waits. */
  #noticeText(document: vscode.TextDocument): void {
    const { uri } = document;
    if (!nameOfUri(uri).endsWith("config.json")) {
      return;
    }
    if (document.isDirty && !document.isClosed) {
      this.#unsaved.add(uri.toString());
    } else {
      this.#unsaved.delete(uri.toString());
    }
    for (const entry of this.#entriesIn(folderUriOf(uri))) {
      entry.drop();
    }
    this.#notice(uri);
  }

  #notice(file: vscode.Uri): void {
    const folder = folderUriOf(file);
    const key = folder.toString();
    if (this.#entriesIn(folder).length === 0) {
      return;
    }
    clearTimeout(this.#changed.get(key));
    const tell = (): void => {
      this.#changed.delete(key);
      for (const entry of this.#entriesIn(folder)) {
        entry.drop();
        this.#didChange.fire(entry);
      }
    };
    this.#changed.set(key, setTimeout(tell, settleMs));
  }

  /** The entry of a folder, and those of single files in it. */
  #entriesIn(folder: vscode.Uri): readonly ModelEntry[] {
    const key = folder.toString();
    return [...this.#entries.values()]
      .map(({ entry }) => entry)
      .filter((entry) => entry.key === key || entry.key.startsWith(`${key}#`));
  }

  #forgetOldest(): void {
    for (const [key, { entry, watcher }] of this.#entries) {
      if (this.#entries.size <= rememberedModels) {
        return;
      }
      if (!entry.isHeld) {
        this.#entries.delete(key);
        watcher?.dispose();
        entry.dispose();
      }
    }
  }
}

interface Kept {
  readonly entry: ModelEntry;
  readonly watcher: vscode.Disposable | undefined;
}

function withoutTrailingSlash(uri: vscode.Uri): vscode.Uri {
  return uri.path.length > 1 && uri.path.endsWith("/")
    ? uri.with({ path: uri.path.slice(0, -1) })
    : uri;
}

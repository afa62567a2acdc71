import * as vscode from "vscode";

const storageKey = "openInspectors";

/** Which model each open tab shows, in the workspace's storage: a restored tab brings its title and no more. */
export class OpenPanels {
  readonly #storage: vscode.Memento;

  constructor(storage: vscode.Memento) {
    this.#storage = storage;
  }

  /** The folder of the first restored tab of this title that is not taken. */
  find(title: string, isTaken: (folder: vscode.Uri) => boolean): vscode.Uri | undefined {
    return this.#all()
      .filter((item) => item.title === title)
      .map((item) => vscode.Uri.parse(item.folder))
      .find((folder) => !isTaken(folder));
  }

  async add(title: string, folder: vscode.Uri): Promise<void> {
    const key = folder.toString();
    const others = this.#all().filter((item) => item.folder !== key);
    await this.#storage.update(storageKey, [...others, { title, folder: key }]);
  }

  async remove(folder: vscode.Uri): Promise<void> {
    const key = folder.toString();
    await this.#storage.update(
      storageKey,
      this.#all().filter((item) => item.folder !== key),
    );
  }

  #all(): readonly OpenPanel[] {
    const stored: unknown = this.#storage.get(storageKey);
    const list: readonly unknown[] = Array.isArray(stored) ? stored : [];
    return list.filter(isOpenPanel);
  }
}

interface OpenPanel {
  readonly title: string;
  readonly folder: string;
}

function isOpenPanel(value: unknown): value is OpenPanel {
  return (
    typeof value === "object" &&
    value !== null &&
    "title" in value &&
    typeof value.title === "string" &&
    "folder" in value &&
    typeof value.folder === "string"
  );
}

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { selectedPrompt } from "../../src/host/features/inspector/selectedPrompt.ts";
import { closeAll, eventually, fileOf, rangeOf, show } from "./demoWorkspace.ts";

describe("Inspector", () => {
  afterEach(closeAll);

  const inspectors = (): vscode.Tab[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(
        ({ input }) =>
          input instanceof vscode.TabInputWebview && input.viewType.endsWith("poslens.inspector"),
      );
  const shown = (): Promise<vscode.Tab> =>
    eventually("the Inspector's tab", () => inspectors().find(({ isActive }) => isActive));

  it("opens as an editor tab named after the model", async () => {
    await vscode.commands.executeCommand("poslens.inspect", fileOf("rope"));
    assert.equal((await shown()).label, "Poslens: rope");
  });

  it("takes the model of the file in front", async () => {
    await show("rope/generation_config.json");
    await vscode.commands.executeCommand("poslens.showVectors");
    assert.equal((await shown()).label, "Poslens: rope");
  });

  it("is one tab per model, however it is asked for", async () => {
    await vscode.commands.executeCommand("poslens.inspect", fileOf("rope/model.safetensors"));
    await shown();
    await vscode.commands.executeCommand("poslens.showTensors", fileOf("rope/config.json"));
    await shown();
    assert.equal(inspectors().length, 1);
  });

  it("opens the demo model with its config beside it", async () => {
    await vscode.commands.executeCommand("poslens.openDemo");
    await shown();
    const configs = vscode.window.visibleTextEditors.map(({ document }) => document.uri.path);
    assert.ok(
      configs.some((path) => path.endsWith("/media/demo/rope/config.json")),
      configs.join(),
    );
  });

  it("takes its prompt from the editor's selection, but not from a model's own config", async () => {
    const select = async (path: string, text: string): Promise<void> => {
      const { start, end } = rangeOf(await show(path), text);
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      editor.selection = new vscode.Selection(start, end);
    };
    await show("rope/train.yaml");
    assert.equal(selectedPrompt(), undefined);
    await select("rope/train.yaml", "windows four times as long");
    assert.equal(selectedPrompt(), "windows four times as long");
    await select("rope/config.json", "rope_theta");
    assert.equal(selectedPrompt(), undefined);
  });

  for (const [format, start] of [
    ["png", "\u0089PNG"],
    ["svg", "<"],
    ["csv", ""],
    ["npy", "\u0093NUMPY"],
  ] as const) {
    it(`writes its picture as ${format}`, async () => {
      await vscode.commands.executeCommand("poslens.showAttention", fileOf("rope"));
      await shown();
      const target = fileOf(`out/picture.${format}`);
      try {
        const bytes = await exported(format, target);
        assert.ok(bytes.startsWith(start), bytes.slice(0, 20));
        assert.ok(bytes.length > 100, `${bytes.length} bytes`);
      } finally {
        await vscode.workspace.fs.delete(fileOf("out"), { recursive: true });
      }
    });
  }

  it("opens no tab for a folder without a model, and throws nothing", async () => {
    await vscode.workspace.fs.createDirectory(fileOf("empty"));
    await vscode.commands.executeCommand("poslens.inspect", fileOf("empty"));
    await vscode.commands.executeCommand("poslens.inspect", fileOf("nowhere"));
    assert.deepEqual(inspectors(), []);
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.workspace.fs.delete(fileOf("empty"));
  });
});

/** Asks again until the first picture is drawn: before that there is nothing to write, and the user is told so. */
async function exported(format: string, target: vscode.Uri): Promise<string> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    await vscode.commands.executeCommand("poslens.exportView", { format, target });
    const folder = vscode.Uri.joinPath(target, "..");
    await vscode.workspace.fs.createDirectory(folder);
    if ((await vscode.workspace.fs.readDirectory(folder)).length > 0) {
      return Buffer.from(await vscode.workspace.fs.readFile(target)).toString("latin1");
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.fail(`no ${format} was written`);
}

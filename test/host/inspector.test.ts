import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, eventually, fileOf, show } from "./demoWorkspace.ts";

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

  it("opens no tab for a folder without a model, and throws nothing", async () => {
    await vscode.workspace.fs.createDirectory(fileOf("empty"));
    await vscode.commands.executeCommand("poslens.inspect", fileOf("empty"));
    await vscode.commands.executeCommand("poslens.inspect", fileOf("nowhere"));
    assert.deepEqual(inspectors(), []);
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.workspace.fs.delete(fileOf("empty"));
  });
});

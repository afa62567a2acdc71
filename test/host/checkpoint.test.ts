import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, eventually, fileOf } from "./demoWorkspace.ts";

describe("Editor of checkpoints", () => {
  afterEach(closeAll);

  const opened = (viewType: string): Promise<vscode.Tab> =>
    eventually(`an editor of type ${viewType}`, () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputCustom && input.viewType === viewType),
    );
  const copied = async (name: string): Promise<vscode.Uri> => {
    const target = fileOf(`other/${name}`);
    await vscode.workspace.fs.copy(fileOf("rope/model.safetensors"), target, { overwrite: true });
    return target;
  };
  after(() => vscode.workspace.fs.delete(fileOf("other"), { recursive: true }));

  it("is what a safetensors file opens with", async () => {
    await vscode.commands.executeCommand("vscode.open", fileOf("rope/model.safetensors"));
    const { input } = await opened("poslens.checkpoint");
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.ok(input.uri.path.endsWith("/rope/model.safetensors"));
  });

  it("is the Inspector of its model: commands find it and open no other tab", async () => {
    await vscode.commands.executeCommand("vscode.open", fileOf("rope/model.safetensors"));
    await opened("poslens.checkpoint");
    await vscode.commands.executeCommand("poslens.showTensors", fileOf("rope/config.json"));
    const others = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview);
    assert.deepEqual(others, []);
  });

  it("takes files by other names when it is asked to", async () => {
    const file = await copied("weights.bin");
    await vscode.commands.executeCommand("vscode.openWith", file, "poslens.otherCheckpoint");
    await opened("poslens.otherCheckpoint");
    await vscode.commands.executeCommand("vscode.openWith", file, "poslens.checkpoint");
    await opened("poslens.checkpoint");
  });
});

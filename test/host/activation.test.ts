import assert from "node:assert/strict";
import * as vscode from "vscode";

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe("activation", () => {
  const extension = vscode.extensions.getExtension("poslens.poslens");
  const manifest = extension?.packageJSON as Manifest;

  it("waits for something to do", () => {
    const eager = manifest.activationEvents.filter((e) => e === "*" || e === "onStartupFinished");
    assert.deepEqual(eager, []);
  });

  it("registers every command that the manifest names, and no hidden ones", async () => {
    await extension?.activate();
    const promised = manifest.contributes.commands.map(({ command }) => command);
    const all = await vscode.commands.getCommands(true);
    // VS Code itself adds commands for each view, such as `poslens.models.focus`.
    const ours = all.filter((id) => id.startsWith("poslens.") && id.split(".").length === 2);
    assert.deepEqual(ours.toSorted(), promised.toSorted());
  });
});

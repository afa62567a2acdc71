import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  closeAll,
  eventually,
  fileOf,
  rangeOf,
  replace,
  show,
  withSetting,
} from "./demoWorkspace.ts";

const generation = "rope/generation_config.json";

describe("diagnostics", () => {
  afterEach(closeAll);

  const ours = (path: string): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(fileOf(path)).filter(({ source }) => source === "poslens");
  const found = (path: string): Promise<vscode.Diagnostic> =>
    eventually(`a finding in ${path}`, () => ours(path)[0]);
  const gone = (path: string): Promise<true> =>
    eventually(`no finding in ${path}`, () => (ours(path).length === 0 ? true : undefined));
  const actionsFor = async (
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Promise<vscode.CodeAction[]> =>
    vscode.commands.executeCommand(
      "vscode.executeCodeActionProvider",
      document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );

  it("stand at the literal that asks for more than the model was trained on", async () => {
    const document = await show(generation);
    const diagnostic = await found(generation);
    assert.equal(document.getText(diagnostic.range), "512");
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.match(diagnostic.message, /512 tokens.*128/);
    const code = diagnostic.code;
    assert.ok(typeof code === "object");
    assert.equal(code.value, "PL101");
    await vscode.workspace.fs.stat(code.target);
  });

  it("point to the literal in the config that they compare with", async () => {
    await show(generation);
    const [related] = (await found(generation)).relatedInformation ?? [];
    assert.ok(related);
    const config = await vscode.workspace.openTextDocument(related.location.uri);
    assert.equal(config.getText(related.location.range), "128");
  });

  it("go away with their fix", async () => {
    const document = await show(generation);
    const { range } = await found(generation);
    const actions = await actionsFor(document, range);
    const fix = actions.find(({ title }) => title === "Lower max_length to 128");
    assert.ok(fix?.edit, `fixes: ${actions.map(({ title }) => title).join(", ")}`);
    assert.equal(fix.isPreferred, true);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.ok(document.getText().includes('"max_length": 128,'));
    await gone(generation);
  });

  it("follow the config beside them while it is edited", async () => {
    await show(generation);
    await found(generation);
    const config = await show("rope/config.json", vscode.ViewColumn.Two);
    await replace(config, '"max_position_embeddings": 128', '"max_position_embeddings": 1024');
    await gone(generation);
  });

  it("name the rope key that was meant, and rename it", async () => {
    const document = await show("rope/config.json");
    await replace(document, '"rope_theta"', '"rope_tehta"');
    const diagnostic = await found("rope/config.json");
    assert.ok(typeof diagnostic.code === "object");
    assert.equal(diagnostic.code.value, "PL102");
    assert.ok(rangeOf(document, '"rope_tehta"').contains(diagnostic.range));
    const actions = await actionsFor(document, diagnostic.range);
    const fix = actions.find(({ title }) => title === "Rename to rope_theta");
    assert.ok(fix?.edit, `fixes: ${actions.map(({ title }) => title).join(", ")}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await gone("rope/config.json");
  });

  it("take another severity, or none, from poslens.rules", async () => {
    await show(generation);
    await found(generation);
    await withSetting("rules", { PL101: "hint" }, async () => {
      await eventually("the hint", () =>
        ours(generation).find(({ severity }) => severity === vscode.DiagnosticSeverity.Hint),
      );
    });
    await withSetting("enable", false, async () => {
      await gone(generation);
    });
    await found(generation);
  });

  it("can be turned off where they stand", async () => {
    const document = await show(generation);
    const { range } = await found(generation);
    const actions = await actionsFor(document, range);
    const command = actions.find(({ title }) => title === "Turn PL101 off")?.command;
    assert.ok(command);
    try {
      assert.deepEqual(command.arguments, ["PL101"]);
      await vscode.commands.executeCommand(command.command, "PL101");
      await gone(generation);
      const rules = vscode.workspace.getConfiguration("poslens").get("rules");
      assert.deepEqual(rules, { PL101: "off" });
    } finally {
      const configuration = vscode.workspace.getConfiguration("poslens");
      await configuration.update("rules", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("are not made for documents that nobody sees", async () => {
    await vscode.workspace.fs.copy(fileOf("rope"), fileOf("unseen"));
    try {
      const path = "unseen/generation_config.json";
      await vscode.workspace.openTextDocument(fileOf(path));
      // A finding in a document on the screen shows that a check went by meanwhile.
      await replace(await show("rope/config.json"), '"rope_theta"', '"rope_tehta"');
      await found("rope/config.json");
      assert.deepEqual(ours(path), []);
      await vscode.window.showTextDocument(fileOf(path));
      await found(path);
    } finally {
      await closeAll();
      await vscode.workspace.fs.delete(fileOf("unseen"), { recursive: true });
    }
  });
});

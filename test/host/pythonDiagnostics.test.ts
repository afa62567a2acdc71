import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, eventually } from "./demoWorkspace.ts";

const inverted = `import torch


def positional_encoding(max_len, d_model):
    position = torch.arange(max_len).unsqueeze(1)
    rate = 10000 ** (torch.arange(0, d_model, 2) / d_model)
    pe = torch.zeros(max_len, d_model)
    pe[:, 0::2] = torch.sin(position * rate)
    pe[:, 1::2] = torch.cos(position * rate)
    return pe
`;

describe("diagnostics of Python", () => {
  afterEach(closeAll);

  const show = async (content: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument({ language: "python", content });
    await vscode.window.showTextDocument(document);
    return document;
  };
  const ours = ({ uri }: vscode.TextDocument): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "poslens");

  it("say what a wrong encoding breaks, and go once its formula is right", async () => {
    const document = await show(inverted);
    const diagnostic = await eventually("a finding", () => ours(document)[0]);
    assert.equal(document.getText(diagnostic.range), "positional_encoding");
    assert.match(diagnostic.message, /upside down.*1\.34/);
    const edit = new vscode.WorkspaceEdit();
    const at = inverted.indexOf("torch.arange(0");
    edit.insert(document.uri, document.positionAt(at), "-");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually("no finding", () => (ours(document).length === 0 ? true : undefined));
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });
});

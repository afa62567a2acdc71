import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The smallest extension that has all that the harness reaches: a panel, a view, a tree, a lens, a
 * hover with a picture and a diagnostic. It stands in for Poslens where the harness itself is tested.
 * @returns its folder, and a workspace with one JSON file; the caller removes `root`
 */
export function writeFixtureExtension(): { root: string; extension: string; workspace: string } {
  const root = mkdtempSync(join(tmpdir(), "poslens-fixture-"));
  const extension = join(root, "extension");
  const workspace = join(root, "workspace");
  mkdirSync(join(extension, "dist"), { recursive: true });
  mkdirSync(workspace);
  writeFileSync(join(extension, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(extension, "dist", "extension.cjs"), source);
  writeFileSync(join(workspace, "numbers.json"), '{\n  "one": 1\n}\n');
  return { root, extension, workspace };
}

const manifest = {
  name: "fixture",
  publisher: "poslens-test",
  version: "0.0.1",
  engines: { vscode: "^1.100.0" },
  main: "./dist/extension.cjs",
  activationEvents: ["onLanguage:json"],
  contributes: {
    commands: [
      { command: "fixture.open", title: "Open Panel", category: "Fixture" },
      { command: "fixture.complain", title: "Complain", category: "Fixture" },
    ],
    views: {
      explorer: [
        { id: "fixture.view", name: "Fixture View", type: "webview" },
        { id: "fixture.tree", name: "Fixture Tree" },
      ],
    },
  },
};

const source = String.raw`
"use strict";
const vscode = require("vscode");

const page = (title, extra = "") =>
  '<!DOCTYPE html><html lang="en"><head><title>' + title + "</title></head>" +
  "<body><main><h1>" + title + '</h1><label>Prompt <input></label>' + extra + "</main></body></html>";
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>';

exports.activate = ({ subscriptions }) => {
  const open = (extra) => {
    const options = { enableScripts: true };
    const panel = vscode.window.createWebviewPanel("fixture.panel", "Fixture panel", vscode.ViewColumn.Beside, options);
    panel.webview.html = page("A panel", extra);
  };
  const diagnostics = vscode.languages.createDiagnosticCollection("fixture");
  const check = (document) => {
    if (!document.fileName.endsWith("numbers.json")) return;
    diagnostics.set(document.uri, [new vscode.Diagnostic(new vscode.Range(1, 2, 1, 7), "one is lonely")]);
  };
  vscode.workspace.textDocuments.forEach(check);
  subscriptions.push(
    diagnostics,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.commands.registerCommand("fixture.open", () => open("")),
    vscode.commands.registerCommand("fixture.complain", () =>
      open('<img alt="" src="https://example.invalid/a.png"><button></button><script>console.error("a complaint")</script>'),
    ),
    vscode.window.registerWebviewViewProvider("fixture.view", {
      resolveWebviewView: (view) => { view.webview.html = page("A view"); },
    }),
    vscode.window.registerTreeDataProvider("fixture.tree", {
      getTreeItem: (label) => new vscode.TreeItem(label),
      getChildren: () => ["first", "second"],
    }),
    vscode.languages.registerCodeLensProvider("json", {
      provideCodeLenses: () => [
        new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title: "Look closer", command: "fixture.open" }),
      ],
    }),
    vscode.languages.registerHoverProvider("json", {
      provideHover: () => {
        const text = new vscode.MarkdownString("a lonely number\n\n![chart](data:image/svg+xml;base64," + Buffer.from(svg).toString("base64") + ")");
        return new vscode.Hover(text);
      },
    }),
  );
};
`;

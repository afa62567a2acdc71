import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

import type { ViewKind } from "../../protocol/contract.ts";

/** What a webview is told before it can ask: read from the data attributes of `<body>`. */
export interface WebviewPage {
  /** `data-view`. */
  readonly view: ViewKind;
  /** `data-model`: the Uri of the model's folder, which `setState` keeps for the restored window. */
  readonly model: string | undefined;
  readonly title: string;
}

/**
 * The only writer of webview HTML, and of its content security policy. Nothing may be loaded or connected to,
 * except: our script by nonce; WebAssembly (the wasm backend), which is no `eval`; the worker, which is a blob since
 * a webview cannot start one from a file; our style sheet; pictures that the page makes itself.
 */
export function toWebviewHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: WebviewPage,
): string {
  const nonce = randomBytes(16).toString("base64url");
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    "worker-src blob:",
    // The nonce is for an empty style element that the toolkit makes to find out what the browser can.
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    "img-src data: blob:",
    `font-src ${webview.cspSource}`,
  ].join("; ");
  const data = [
    `data-view="${page.view}"`,
    ...(page.model === undefined ? [] : [`data-model="${toAttribute(page.model)}"`]),
  ].join(" ");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${toAttribute(policy)}" />
    <meta property="csp-nonce" content="${nonce}" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <title>${toAttribute(page.title)}</title>
    <link rel="stylesheet" href="${toAttribute(file("webview.css"))}" />
  </head>
  <body ${data}>
    <div id="app"></div>
    <script nonce="${nonce}" src="${toAttribute(file("webview.js"))}"></script>
  </body>
</html>`;
}

/** Scripts and styles of ours are all that a webview may load, wherever the workspace lies. */
export function toWebviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, "dist")],
  };
}

function toAttribute(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

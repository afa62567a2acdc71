import * as vscode from "vscode";

import type { Severity } from "../../../core/rules/finding.ts";
import type { FileNode, FindingNode, ModelNode, Node, ProblemNode } from "./modelNodes.ts";
import { toByteSize, toCount, toModelLine } from "./modelLine.ts";

/** A node as VS Code draws it. Tooltips are plain text: they may quote a file. */
export function toTreeItem(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case "model":
      return toModelItem(node);
    case "file":
      return toFileItem(node);
    case "finding":
      return toFindingItem(node);
    case "problem":
      return toProblemItem(node);
  }
}

function toModelItem(node: ModelNode): vscode.TreeItem {
  const { entry, folder, findings, problems } = node;
  const item = new vscode.TreeItem(entry.label, vscode.TreeItemCollapsibleState.Collapsed);
  const line = toModelLine(node);
  item.id = entry.key;
  item.description = line;
  item.contextValue = "poslens.model";
  item.iconPath = toIcon(
    problems.some(({ severity }) => severity === "error") ? "error" : findings[0]?.severity,
    "symbol-namespace",
  );
  const evidence = folder?.config?.spec.lengths.evidence;
  item.tooltip = [vscode.workspace.asRelativePath(entry.uri), line, evidence ?? ""]
    .filter((part) => part !== "")
    .join("\n");
  item.accessibilityInformation = { label: `${entry.label}, ${line}` };
  if (folder?.files.config !== undefined) {
    item.command = openCommand(vscode.Uri.joinPath(entry.uri, folder.files.config));
  }
  return item;
}

function toFileItem({ entry, name, size, tensors, isCheckpoint }: FileNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  const counts = tensors.length === 0 ? [] : [`${toCount(tensors.length)} tensors`];
  item.description = [...counts, size === undefined ? "missing" : toByteSize(size)].join(" · ");
  item.iconPath = new vscode.ThemeIcon(isCheckpoint ? "package" : "json");
  item.contextValue = "poslens.file";
  item.tooltip = size === undefined ? `${name} is missing` : `${name}\n${toCount(size)} bytes`;
  item.command = name.endsWith(".json")
    ? openCommand(vscode.Uri.joinPath(entry.uri, name))
    : { command: "poslens.showTensors", title: "Show Tensors", arguments: [entry.uri] };
  return item;
}

function toFindingItem({ entry, finding }: FindingNode): vscode.TreeItem {
  const item = new vscode.TreeItem(finding.message, vscode.TreeItemCollapsibleState.None);
  item.description = finding.rule;
  item.tooltip = `${finding.rule} ${finding.name}\n${finding.message}`;
  item.iconPath = toIcon(finding.severity, "info");
  item.command = openCommand(vscode.Uri.joinPath(entry.uri, finding.file));
  return item;
}

function toProblemItem({ entry, problem }: ProblemNode): vscode.TreeItem {
  const item = new vscode.TreeItem(problem.message, vscode.TreeItemCollapsibleState.None);
  item.description = problem.file ?? "";
  item.tooltip = problem.message;
  item.iconPath = toIcon(problem.severity, "info");
  if (problem.file?.endsWith(".json") === true) {
    item.command = openCommand(vscode.Uri.joinPath(entry.uri, problem.file));
  }
  return item;
}

function openCommand(uri: vscode.Uri): vscode.Command {
  return { command: "vscode.open", title: "Open", arguments: [uri] };
}

function toIcon(severity: Severity | undefined, otherwise: string): vscode.ThemeIcon {
  switch (severity) {
    case "error":
      return new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
    case "warning":
      return new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
    case "information":
    case "hint":
      return new vscode.ThemeIcon("info");
    case undefined:
      return new vscode.ThemeIcon(otherwise);
  }
}

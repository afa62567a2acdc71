import assert from "node:assert/strict";
import * as vscode from "vscode";
import { ModelTree } from "../../src/host/features/models/modelTree.ts";
import type { Node } from "../../src/host/features/models/modelNodes.ts";
import * as onDemand from "../../src/host/onDemand.ts";
import { createPlatform, type Platform } from "../../src/host/platform/platform.ts";
import { fileOf, withSetting } from "./demoWorkspace.ts";

describe("Models view", () => {
  let platform: Platform;
  let tree: ModelTree;

  beforeEach(() => {
    const extensionUri = vscode.extensions.getExtension("poslens.poslens")?.extensionUri;
    assert.ok(extensionUri);
    const load = (): Promise<typeof onDemand> => Promise.resolve(onDemand);
    platform = createPlatform({ extensionUri, workspaceState: noStorage }, load);
    tree = new ModelTree(platform, load);
  });
  afterEach(() => {
    tree.dispose();
    platform.dispose();
  });

  const labelled = async (nodes: readonly Node[]): Promise<string[]> => {
    const items = await Promise.all(nodes.map((node) => tree.getTreeItem(node)));
    return items.map(
      ({ label, description }) =>
        `${typeof label === "string" ? label : "?"}: ${String(description)}`,
    );
  };

  it("lists a model with findings, family, scheme and trained length, by its configs alone", async () => {
    assert.deepEqual(await labelled(await tree.getChildren()), [
      "rope: 1 finding · llama · RoPE · 128 tokens",
    ]);
  });

  it("opens a model to its findings and its files, with tensors and sizes", async () => {
    const [model] = await tree.getChildren();
    assert.ok(model);
    const children = await tree.getChildren(model);
    const kinds = children.map(({ kind }) => kind);
    assert.deepEqual([...new Set(kinds)], ["finding", "file"]);
    const lines = await labelled(children);
    assert.ok(
      lines.some((line) => line === "model.safetensors: 38 tensors · 1.8 MB"),
      lines.join("\n"),
    );
    assert.ok(
      lines.some((line) => line.startsWith("tokenizer.json: ")),
      lines.join("\n"),
    );
  });

  it("opens the config with a click, and offers the Inspector", async () => {
    const [model] = await tree.getChildren();
    assert.ok(model);
    const item = await tree.getTreeItem(model);
    assert.equal(item.command?.command, "vscode.open");
    assert.equal(String(item.command.arguments?.[0]), fileOf("rope/config.json").toString());
    assert.equal(item.contextValue, "poslens.model");
  });

  it("passes over configs that name no model, and folders that are excluded", async () => {
    await vscode.workspace.fs.writeFile(fileOf("web/config.json"), new TextEncoder().encode("{}"));
    try {
      assert.equal((await tree.getChildren()).length, 1);
      await withSetting("models.exclude", ["**/rope/**"], async () => {
        assert.deepEqual(await tree.getChildren(), []);
      });
    } finally {
      await vscode.workspace.fs.delete(fileOf("web"), { recursive: true });
    }
  });

  it("shows what can be shown of a broken checkpoint, and why the rest cannot", async () => {
    const config = await vscode.workspace.fs.readFile(fileOf("rope/config.json"));
    await vscode.workspace.fs.writeFile(fileOf("broken/config.json"), config);
    const cut = new Uint8Array([255, 255, 255, 255, 255, 255, 255, 127, 123]);
    await vscode.workspace.fs.writeFile(fileOf("broken/model.safetensors"), cut);
    try {
      const broken = (await tree.getChildren()).find((node) => node.entry.label === "broken");
      assert.ok(broken);
      const children = await tree.getChildren(broken);
      const problem = children.find((node) => node.kind === "problem")?.problem;
      assert.equal(problem?.severity, "error");
      assert.ok(children.some((node) => node.kind === "file" && node.name === "config.json"));
    } finally {
      await vscode.workspace.fs.delete(fileOf("broken"), { recursive: true });
    }
  });
});

const noStorage: vscode.Memento = {
  keys: () => [],
  get: <T>(_key: string, otherwise?: T) => otherwise as T,
  update: async () => undefined,
};

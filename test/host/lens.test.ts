import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, fileOf, replace, show, withSetting } from "./demoWorkspace.ts";

describe("lens", () => {
  afterEach(closeAll);

  const lensesOf = async (path: string): Promise<vscode.CodeLens[]> =>
    vscode.commands.executeCommand("vscode.executeCodeLensProvider", fileOf(path), 20);

  it("stands above the first line of a model's config", async () => {
    await show("rope/config.json");
    const lenses = await lensesOf("rope/config.json");
    const titles = lenses.map(({ command }) => command?.title);
    assert.deepEqual(titles, ["RoPE · trained 128", "Inspect", "Vectors", "Attention"]);
    assert.ok(lenses.every(({ range }) => range.start.line === 0));
  });

  it("follows text that is not saved", async () => {
    const document = await show("rope/config.json");
    await replace(document, '"max_position_embeddings": 128', '"max_position_embeddings": 4096');
    const [first] = await lensesOf("rope/config.json");
    assert.equal(first?.command?.title, "RoPE · trained 4,096");
  });

  it("leaves other JSON files alone", async () => {
    await show("rope/training.json");
    assert.deepEqual(await lensesOf("rope/training.json"), []);
    assert.deepEqual(await lensesOf("rope/generation_config.json"), []);
  });

  for (const setting of ["codeLens", "enable"]) {
    it(`goes away with poslens.${setting}`, async () => {
      await show("rope/config.json");
      await withSetting(setting, false, async () => {
        assert.deepEqual(await lensesOf("rope/config.json"), []);
      });
      assert.equal((await lensesOf("rope/config.json")).length, 4);
    });
  }
});

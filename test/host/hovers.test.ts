import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, rangeOf, show, withSetting } from "./demoWorkspace.ts";

describe("hovers", () => {
  afterEach(closeAll);

  const hoverAt = async (
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      position,
    );
    const contents = hovers.flatMap((hover) => hover.contents);
    return contents
      .map((part) => (part instanceof vscode.MarkdownString ? part.value : JSON.stringify(part)))
      .join("\n");
  };

  it("explains rope_theta on the key and on its value, with a chart", async () => {
    const document = await show("rope/config.json");
    const literal = rangeOf(document, '"rope_theta": 10000.0');
    const onKey = await hoverAt(document, literal.start.translate(0, 3));
    const onValue = await hoverAt(document, literal.end.translate(0, -2));
    assert.match(onKey, /10,000/);
    assert.equal(onValue, onKey);
    const [, chart = ""] = /\(data:image\/svg\+xml;base64,([\w+/=]+)\)/.exec(onKey) ?? [];
    assert.ok(
      onKey.indexOf("data:image") < onKey.indexOf("10,000"),
      "the chart comes before the text",
    );
    assert.match(Buffer.from(chart, "base64").toString("utf8"), /^<svg[^]*<\/svg>\s*$/);
  });

  it("says nothing between key and value, nor on keys that have nothing to do with positions", async () => {
    const document = await show("rope/config.json");
    const theta = rangeOf(document, '"rope_theta": 10000.0');
    const after = rangeOf(document, '"rope_theta"').end;
    assert.equal(await hoverAt(document, after.translate(0, 1)), "");
    assert.equal(await hoverAt(document, theta.start.with({ character: 0 })), "");
    const other = rangeOf(document, "initializer_range").start;
    assert.equal(await hoverAt(document, other.translate(0, 2)), "");
  });

  for (const setting of ["hovers", "enable"]) {
    it(`go away with poslens.${setting}`, async () => {
      const document = await show("rope/config.json");
      const key = rangeOf(document, "rope_theta").start.translate(0, 1);
      await withSetting(setting, false, async () => {
        assert.equal(await hoverAt(document, key), "");
      });
      assert.notEqual(await hoverAt(document, key), "");
    });
  }
});

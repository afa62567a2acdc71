/**
 * `node scripts/start.mjs scripts/pictures.mjs [theme …]`: takes the README's pictures from the real VS Code
 * on the demo model, into docs/pictures. The extension must be built. Each theme takes about half a minute.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "./vscode/places.mjs";
import { openVsCode } from "./vscode/session.mjs";
import { setUpVsCode } from "./vscode/setup.mjs";
import { pause } from "./vscode/waiting.mjs";

const folder = join(projectRoot, "docs", "pictures");
const themes = process.argv.length > 2 ? process.argv.slice(2) : ["dark", "light", "hc"];

mkdirSync(folder, { recursive: true });
await setUpVsCode();
for (const theme of themes) {
  await takeAll(theme);
  await takeWords(theme);
}
process.exit();

async function takeAll(theme) {
  const size = { width: 1440, height: 900 };
  const code = await openVsCode({ extension: ".", workspace: "media/demo", theme, size });
  const take = async (name) => {
    await pause(500);
    await code.screenshot(join(folder, `${name}-${theme}.png`));
    console.log(`docs/pictures/${name}-${theme}.png`);
  };
  try {
    await code.command("Poslens: Focus on Models View");
    await code.openFile("rope/config.json");
    await hoverOn(code, "rope_theta");
    await code.screenshot(join(folder, `hover-${theme}.png`)); // at once: a hover goes when it is left alone
    console.log(`docs/pictures/hover-${theme}.png`);
    await code.page.keyboard.press("Escape");
    await code.openFile("rope/generation_config.json");
    await code.command("View: Toggle Problems");
    await pause(1500);
    await take("diagnostics");
    await code.command("View: Hide Panel");
    await code.command("Poslens: Inspect Model…");
    const frame = await code.webviewFrame("Poslens: rope");
    await frame.getByRole("tab", { name: "Attention" }).click();
    await frame
      .getByRole("status")
      .getByText(/WebAssembly|WebGPU/)
      .first()
      .waitFor({ timeout: 30_000 });
    await pause(3000);
    await take("models-heatmap");
    await code.command("View: Toggle Primary Side Bar Visibility");
    await pause(1000);
    await take("inspector");
    for (const tab of ["Vectors", "Frequencies", "Extrapolation"]) {
      await frame.getByRole("tab", { name: tab }).click();
      await pause(1500);
      await take(tab.toLowerCase());
    }
    await code.openFile("rope/model.safetensors");
    // VS Code writes the ending of a file's name apart.
    const tensors = await code.webviewFrame("model");
    await tensors.getByRole("tab", { name: "Tensors" }).click();
    await tensors.getByRole("searchbox", { name: "Search tensors" }).fill("layers.1.self_attn.q");
    await tensors.getByRole("row", { name: /q_proj/ }).click();
    await pause(2500);
    await take("tensors");
  } finally {
    await code.close();
  }
}

/** Word vectors of the tests, which gensim made from a small text. */
async function takeWords(theme) {
  const workspace = mkdtempSync(join(tmpdir(), "poslens-"));
  copyFileSync("test/fixtures/formats/static/glove-spaces.txt", join(workspace, "words.vec"));
  const size = { width: 1440, height: 1400 };
  const settings = { "workbench.editorAssociations": { "*.vec": "poslens.otherCheckpoint" } };
  const code = await openVsCode({ extension: ".", workspace, theme, size, settings });
  try {
    await code.openFile("words.vec");
    const frame = await code.webviewFrame("words");
    await frame.getByRole("searchbox", { name: "Search words" }).fill("wat");
    await frame.getByRole("button", { name: "water" }).click();
    await pause(2500);
    await code.screenshot(join(folder, `words-${theme}.png`));
    console.log(`docs/pictures/words-${theme}.png`);
  } finally {
    await code.close();
    rmSync(workspace, { recursive: true });
  }
}

/** Lines and columns count from 1; the key is taken where it first stands in the demo's config. */
async function hoverOn(code, key) {
  const lines = readFileSync("media/demo/rope/config.json", "utf8").split("\n");
  const line = lines.findIndex((text) => text.includes(`"${key}"`));
  await code.hover(line + 1, lines[line].indexOf(key) + 3);
}

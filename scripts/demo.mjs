/**
 * `npm run demo`: builds Poslens and opens it on the demo models, in the desktop VS Code where `code`
 * is on the PATH, else in a VS Code from npm that the browser shows.
 * `-- --screenshot out.png` draws that window instead, without a display.
 */
import { parseArgs } from "node:util";
import { findDesktopCode, openInDesktop } from "./demo/openInDesktop.mjs";
import { pictureDemo } from "./demo/pictureDemo.mjs";
import { serveDemo } from "./demo/serveDemo.mjs";
import { runTool } from "./house/runTool.mjs";
import "./vscode/leftovers.mjs";
import { themes } from "./vscode/themes.mjs";

const usage = `npm run demo [-- options]
  --served             in the browser, even where a desktop VS Code is there
  --port N             for the browser; default any free one
  --screenshot FILE    draws the window into a PNG
  --theme NAME         ${Object.keys(themes).join(", ")}`;

const options = readOptions(process.argv.slice(2));
try {
  await buildBundles();
  const desktop = options.served || options.port !== 0 ? undefined : findDesktopCode();
  if (options.screenshot !== undefined) {
    await pictureDemo({ file: options.screenshot, theme: options.theme });
    console.log(`Drawn: ${options.screenshot}`);
  } else if (desktop !== undefined) {
    await openInDesktop(desktop);
  } else {
    await serveDemo(options);
  }
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

async function buildBundles() {
  const { code, output } = await runTool(["node", "esbuild.mjs", "--production"], { quiet: true });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}

function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        served: { type: "boolean", default: false },
        port: { type: "string", default: "0" },
        screenshot: { type: "string" },
        theme: { type: "string", default: "dark" },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new Error(`--port is '${values.port}': a number from 1 to 65535 is needed`);
    }
    if (!Object.hasOwn(themes, values.theme)) {
      throw new Error(`--theme is '${values.theme}': one of ${Object.keys(themes).join(", ")}`);
    }
    return { ...values, port };
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    return process.exit(2);
  }
}

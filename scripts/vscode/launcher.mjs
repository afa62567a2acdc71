#!/usr/bin/env node
/**
 * Stands in for VS Code's executable: `@vscode/test-electron` gets it as `vscodeExecutablePath` where
 * no desktop build is to be had. Runs the tests in the extension host of the real VS Code and ends
 * with their code: 0 passed, 1 failed, 124 out of time, 2 wrong arguments.
 * POSLENS_HOST_SECONDS: how long the tests may take, default 300.
 */
import { existsSync } from "node:fs";
import { format, parseArgs } from "node:util";
import { resolve } from "node:path";
import { startBrowser } from "./browser.mjs";
import { createHome, writeSettings } from "./home.mjs";
import { quietSettings } from "./quietSettings.mjs";
import { endWhenIdle, remoteUri, startServer, testDriver, windowAddress } from "./server.mjs";
import { until } from "./waiting.mjs";

const { extension, tests, workspace } = readArguments(process.argv.slice(2));
const home = createHome();
writeSettings(home, quietSettings);
const server = await startServer(home, { args: [...testDriver, ...endWhenIdle] });
const browser = await startBrowser("none");
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
const outcome = { code: undefined, words: [] };
await page.exposeFunction("codeAutomationLog", (_type, args) => {
  outcome.words.push(format(...args));
});
await page.exposeFunction("codeAutomationExit", (code) => {
  outcome.code ??= code;
});
const payload = [
  ["extensionDevelopmentPath", remoteUri(server, extension)],
  ["extensionTestsPath", remoteUri(server, tests)],
  ["skipWelcome", "true"],
  ["skipReleaseNotes", "true"],
];
await page.goto(windowAddress(server, workspace, payload), { timeout: 60_000 });
const seconds = Number(process.env.POSLENS_HOST_SECONDS ?? 300);
const code = await until(seconds * 1000, "end of the host tests", () =>
  outcome.code === undefined ? undefined : { value: outcome.code },
).then(
  ({ value }) => value,
  (error) => {
    console.error(error.message);
    return 124;
  },
);
// The tests write their own report; this is for what went wrong before they could.
if (!existsSync(process.env.POSLENS_HOST_COUNTS ?? "")) console.error(outcome.words.join("\n"));
await browser.close();
await server.stop();
process.exit(code);

function readArguments(args) {
  // Electron's own switches are among them: they mean nothing here.
  const { values, positionals } = parseArgs({ args, strict: false, allowPositionals: true });
  const { extensionDevelopmentPath, extensionTestsPath } = values;
  if (!extensionDevelopmentPath || !extensionTestsPath || positionals.length === 0) {
    console.error(
      "launcher: a workspace, --extensionDevelopmentPath and --extensionTestsPath are needed",
    );
    process.exit(2);
  }
  return {
    extension: resolve(extensionDevelopmentPath),
    tests: resolve(extensionTestsPath),
    workspace: resolve(positionals[0]),
  };
}

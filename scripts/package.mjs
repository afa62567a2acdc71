/** `npm run package`: builds for production and writes poslens-<version>.vsix. */
import { endToolsOnSignal, runTool } from "./house/runTool.mjs";

endToolsOnSignal();
const vsce = ["node", "node_modules/.bin/vsce", "package", "--no-dependencies"];
const commands = [
  ["node", "esbuild.mjs", "--production"],
  // There is no public address of the repository to which relative links could be turned.
  [...vsce, "--allow-missing-repository", "--no-rewrite-relative-links", ...process.argv.slice(2)],
];
for (const command of commands) {
  const { code } = await runTool(command);
  if (code !== 0) process.exit(code);
}

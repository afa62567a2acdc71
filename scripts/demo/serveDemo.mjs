import { join } from "node:path";
import { projectRoot } from "../vscode/places.mjs";
import { startServer, windowAddress } from "../vscode/server.mjs";
import { setUpVsCode } from "../vscode/setup.mjs";
import { createDemoHome, demoWorkspace } from "./demoPlace.mjs";

/** Serves VS Code to the user's own browser until the process is ended. */
export async function serveDemo({ port, theme }) {
  await setUpVsCode({ browser: "of the user" });
  const home = createDemoHome({ folder: join(projectRoot, "out", "demo", "home"), theme });
  const server = await startServer(home, { port });
  console.log("Poslens stands in a VS Code of its own. Open this address in your browser:");
  console.log(`  ${windowAddress(server, demoWorkspace())}`);
  console.log("Ctrl-C ends it. What you change there is kept in out/demo.");
  await server.hasEnded;
  throw new Error("code-server has ended by itself");
}

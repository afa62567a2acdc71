import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, delimiter, join } from "node:path";
import { endGroup, followFolder, followGroup } from "./leftovers.mjs";
import { codeServerEntry, serverNode } from "./places.mjs";
import { until } from "./waiting.mjs";

/**
 * Starts VS Code's server on 127.0.0.1, without a password: only this machine reaches it.
 * @param home  of createHome
 * @param {{ port?: number, env?: Record<string, string>, args?: readonly string[] }} [options]
 *   `port` 0 takes a free one
 * @throws Error with the server's own last words when it does not listen after a minute.
 */
export async function startServer(home, { port = 0, env = {}, args = [] } = {}) {
  const chosenPort = port === 0 ? await findFreePort() : port;
  const child = spawn(
    serverNode,
    [codeServerEntry, ...serverArguments(home, chosenPort), ...args],
    {
      env: serverEnvironment(home, env),
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
    },
  );
  followGroup(child.pid);
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    // The last part is enough for a message, however long the server runs.
    stream
      .setEncoding("utf8")
      .on("data", (text) => (output.text = (output.text + text).slice(-8000)));
  }
  const hasEnded = new Promise((resolve) => child.once("close", resolve));
  const stop = () => endGroup(child.pid, hasEnded);
  try {
    await until(60_000, "code-server", () => child.exitCode !== null || isListening(output.text));
    if (child.exitCode !== null) throw new Error(`code-server ended with exit ${child.exitCode}`);
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${output.text}`, { cause: error });
  }
  return { port: chosenPort, stop, hasEnded };
}

/** The address of a window on `folder`; `payload` is heeded only by a server with the test driver. */
export function windowAddress({ port }, folder, payload = []) {
  const query = new URLSearchParams({ folder });
  if (payload.length > 0) query.set("payload", JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query}`;
}

/** How the window names a path of the machine that the server runs on. */
export function remoteUri({ port }, path) {
  return `vscode-remote://127.0.0.1:${port}${encodeURI(path)}`;
}

/** Lets a window take its payload, and gives it `driver`, which tells when the workbench stands. */
export const testDriver = ["--vscode-option", "enable-smoke-test-driver"];

/** Ends a server whose window went away, should we be killed too hard to end it ourselves. */
export const endWhenIdle = ["--idle-timeout-seconds", "300"];

const isListening = (text) => text.includes("HTTP server listening on");

function serverArguments(home, port) {
  // Beside the data, where it would lie, a long path of the project exceeds what a socket can have.
  const socket = join(tmpdir(), `poslens-${port}.sock`);
  followFolder(socket);
  return [
    ...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`],
    ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"],
    ...["--disable-getting-started-override", "--ignore-last-opened"],
    ...["--user-data-dir", home.data, "--extensions-dir", home.extensions],
    ...["--config", join(home.root, "config.yaml"), "--session-socket", socket],
  ];
}

/** Ours, less what an outer VS Code, npm or test runner has put there and the server would obey. */
function serverEnvironment(home, extra) {
  const foreign = /^(VSCODE_|CODE_SERVER|ELECTRON_|XDG_|NODE_|VITEST|npm_|PASSWORD$|PORT$)/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const path = `${dirname(serverNode)}${delimiter}${process.env.PATH ?? ""}`;
  return { ...Object.fromEntries(own), HOME: home.root, PATH: path, ...extra };
}

function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

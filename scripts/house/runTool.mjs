import { spawn } from "node:child_process";

/** Process groups that are alive now; all of them end with this process. */
const running = new Set();
/** Set once a signal came: from then on nothing new starts, and what ends is not followed by a next step. */
let isEnding = false;

/**
 * Runs one command in its own process group.
 * @param command executable and arguments; `"node"` means this very Node.
 * @param options `env` is added to ours; `quiet` keeps the output back and returns it;
 *   `timeoutMs` ends the whole group when it is passed.
 * @returns exit code (124 when out of time), kept output, and milliseconds taken.
 */
export function runTool(
  [executable, ...args],
  { env = {}, quiet = false, timeoutMs = 600_000 } = {},
) {
  const started = performance.now();
  const child = spawn(executable === "node" ? process.execPath : executable, args, {
    detached: process.platform !== "win32",
    stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    env: { ...process.env, ...env },
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => (output += text));
  }
  return new Promise((resolve) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      console.error(
        `Out of time after ${String(timeoutMs / 1000)} s: ${[executable, ...args].join(" ")}`,
      );
      void endGroup(child);
    }, timeoutMs);
    const finish = (code) => {
      clearTimeout(timer);
      running.delete(child);
      if (!isEnding)
        resolve({ code: late ? 124 : (code ?? 1), output, ms: performance.now() - started });
    };
    child.on("error", (error) => {
      output += `${error.message}\n`;
      finish(127);
    });
    child.on("close", finish);
  });
}

/** Ends everything that was started when the user or the system ends this process. */
export function endToolsOnSignal() {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ]) {
    // npm passes Ctrl-C on to a process that the terminal has told already: it comes twice.
    process.on(signal, () => {
      if (isEnding) return;
      isEnding = true;
      void Promise.all([...running].map(endGroup)).then(() => process.exit(code));
    });
  }
}

/** A polite end first, so that runners can end what they started in groups of their own. */
async function endGroup(child) {
  signalGroup(child, "SIGTERM");
  for (let waited = 0; waited < 5000 && running.has(child); waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  signalGroup(child, "SIGKILL");
}

function signalGroup(child, signal) {
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The group has ended already.
    if (error.code !== "ESRCH") throw error;
  }
}

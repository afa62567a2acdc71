/** What this process has started and made, all of which ends with it, however it ends. */
import { rmSync } from "node:fs";

const groups = new Set();
const folders = new Set();

process.on("exit", () => {
  for (const pid of groups) signalGroup(pid, "SIGKILL");
  for (const folder of folders) removeFolder(folder);
});
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
]) {
  process.once(signal, () => process.exit(code));
}

/** Ends the group when this process ends. The child must have been started with `detached`. */
export function followGroup(pid) {
  groups.add(pid);
}

/** Removes the folder (or the file) when this process ends. */
export function followFolder(folder) {
  folders.add(folder);
}

/** A polite end first; whoever is left after three seconds is killed. */
export async function endGroup(pid, hasEnded) {
  signalGroup(pid, "SIGTERM");
  await Promise.race([hasEnded, new Promise((resolve) => setTimeout(resolve, 3000))]);
  signalGroup(pid, "SIGKILL");
  groups.delete(pid);
}

export function removeFolder(folder) {
  // Processes that are just ending may still write: the removal is repeated for a while.
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  folders.delete(folder);
}

function signalGroup(pid, signal) {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch (error) {
    // The group has ended already.
    if (error.code !== "ESRCH") throw error;
  }
}

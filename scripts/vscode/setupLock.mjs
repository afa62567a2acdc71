import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { pause } from "./waiting.mjs";

/**
 * Runs `work` while no other process does so under the same lock file.
 * A lock whose owner is gone, because it was killed, counts as free.
 * @throws Error when the owner keeps the lock for 15 minutes.
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  const end = performance.now() + 15 * 60_000;
  while (!tryLock(file)) {
    if (performance.now() > end) throw new Error(`another process keeps ${file} locked`);
    await pause(200);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file) {
  try {
    const handle = openSync(file, "wx");
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!isOwnerAlive(file)) rmSync(file, { force: true });
    return false;
  }
}

function isOwnerAlive(file) {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    // Between its making and its writing the file is empty: then its owner lives.
    if (pid !== 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error.code === "ESRCH" || error.code === "ENOENT") return false;
    if (error.code === "EPERM") return true;
    throw error;
  }
}

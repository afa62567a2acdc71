import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The repository itself; vitest runs in its root. */
export const root = process.cwd();

/**
 * Writes files into a fresh folder beside a link to our packages, hands the folder to `use`,
 * and removes it: a planted violation never lies in the real tree.
 */
export async function withPlantedTree<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "poslens-planted-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await symlink(join(root, "node_modules"), join(folder, "node_modules"), "dir");
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs one of our tools on this Node in `folder`; a failing exit is an answer, not an error. */
export function runHere(
  folder: string,
  tool: string,
  args: readonly string[],
): Promise<{ code: number; output: string }> {
  const path = resolve(root, "node_modules", ".bin", tool);
  return new Promise((done) => {
    execFile(process.execPath, [path, ...args], { cwd: folder }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      done({ code, output: stdout + stderr });
    });
  });
}

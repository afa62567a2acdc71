/** The size of the packaged extension without the demo models. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createVSIX } from "@vscode/vsce";

const folder = join("out", "bench");
const packed = join(folder, "without-demo.vsix");
const ignoreFile = join(folder, "vscodeignore");

/** @returns {Promise<number>} bytes of the .vsix packed with everything but `media/demo` */
export async function sizeWithoutDemo() {
  mkdirSync(folder, { recursive: true });
  const list = readFileSync(".vscodeignore", "utf8");
  writeFileSync(ignoreFile, list.replace("!media/demo/**", ""));
  await createVSIX({
    packagePath: packed,
    ignoreFile,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size } = statSync(packed);
  rmSync(packed);
  return size;
}

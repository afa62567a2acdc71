/** The peer of the picture benchmark: Python with transformers and BertViz, in a venv of the benchmark's own. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join("node_modules", ".cache", "bench");
const python = join(
  folder,
  "venv",
  process.platform === "win32" ? "Scripts/python.exe" : "bin/python",
);
const packages = ["torch==2.13.0", "transformers==5.23.0", "bertviz==1.4.1"];
const stamp = join(folder, "installed");

/**
 * Installs the peer once; downloads about 200 MB.
 * @returns {string | undefined} why there is no peer on this machine, or nothing when there is one
 */
export function installPeer() {
  if (existsSync(stamp)) return undefined;
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, "venv"), { recursive: true, force: true });
  console.log(`installing the peer: ${packages.join(", ")}`);
  const commands = [
    ["python3", ["-m", "venv", join(folder, "venv")]],
    [python, ["-m", "pip", "install", "--quiet", ...packages]],
  ];
  for (const [command, args] of commands) {
    const { status, error } = spawnSync(command, args, { stdio: "inherit", timeout: 900_000 });
    if (status !== 0) return error?.message ?? `${command} ended with ${status}`;
  }
  writeFileSync(stamp, `${packages.join("\n")}\n`);
  return undefined;
}

/**
 * @param {string} model  folder of the model with its tokenizer
 * @param {string} prompt
 * @returns {{ seconds: number, tokens: number, bytes: number }} from the start of Python to the finished page
 */
export function runPeer(model, prompt) {
  // The generation config asks for more than the model was trained on, on purpose; the peer needs none.
  const copy = join(folder, "model");
  rmSync(copy, { recursive: true, force: true });
  cpSync(model, copy, { recursive: true });
  rmSync(join(copy, "generation_config.json"), { force: true });
  const env = { ...process.env, HF_HUB_OFFLINE: "1", TRANSFORMERS_VERBOSITY: "error" };
  const started = String(Date.now() / 1000);
  const args = [join("scripts", "bench", "peer.py"), copy, prompt, started];
  const { status, stdout, stderr } = spawnSync(python, args, {
    env,
    encoding: "utf8",
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`the peer ended with ${status}:\n${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

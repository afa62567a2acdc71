/** The peer of the picture benchmark: Python with transformers and BertViz, in a venv of the benchmark's own. */
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { benchFolder, installVenv, venvPython } from "./venv.mjs";

const venv = "venv";

/**
 * Installs the peer once; downloads about 200 MB.
 * @returns {string | undefined} why there is no peer on this machine, or nothing when there is one
 */
export function installPeer() {
  return installVenv(venv, ["torch==2.13.0", "transformers==5.23.0", "bertviz==1.4.1"]);
}

/**
 * @param {string} model  folder of the model with its tokenizer
 * @param {string} prompt
 * @returns {{ seconds: number, tokens: number, bytes: number }} from the start of Python to the finished page
 */
export function runPeer(model, prompt) {
  // The generation config asks for more than the model was trained on, on purpose; the peer needs none.
  const copy = join(benchFolder, "model");
  rmSync(copy, { recursive: true, force: true });
  cpSync(model, copy, { recursive: true });
  rmSync(join(copy, "generation_config.json"), { force: true });
  const env = { ...process.env, HF_HUB_OFFLINE: "1", TRANSFORMERS_VERBOSITY: "error" };
  const started = String(Date.now() / 1000);
  const args = [join("scripts", "bench", "peer.py"), copy, prompt, started];
  const { status, stdout, stderr } = spawnSync(venvPython(venv), args, {
    env,
    encoding: "utf8",
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`the peer ended with ${status}:\n${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

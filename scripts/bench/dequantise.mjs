/** How quickly block types become float32 on one core, beside gguf-py on the same bytes in the same run. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blockTypes } from "../../src/core/formats/ggml/blockTypes.ts";
import { benchFolder, installVenv, venvPython } from "./venv.mjs";

const types = "Q8_0 Q4_0 Q4_1 Q5_0 Q5_1 Q4_K Q5_K Q6_K IQ4_NL MXFP4".split(" ");
/** A projection of a model of 8 thousand million weights, decoded 256 rows at a time. */
const [rows, columns, pieces] = [4096, 4096, 16];
const venv = "gguf";
/** The best of several passes, ours and theirs in turn: what else the machine does disturbs single ones. */
const [rounds, passes] = [5, 5];

/**
 * @param {(isMet: boolean, budget: string) => string} ok
 * @returns {readonly (readonly [what: string, figure: string, budget: string])[]} one row a type, or one that says
 *   why there is no peer
 */
export function dequantiseRows(ok) {
  const missing = installVenv(venv, ["gguf==0.19.0", "numpy==2.4.6"]);
  if (missing !== undefined) return [["dequantising beside gguf-py", "skipped", missing]];
  const folder = join(benchFolder, "blocks");
  mkdirSync(folder, { recursive: true });
  const blocks = new Map(types.map((type) => [type, randomBlocks(blockTypes[type])]));
  for (const [type, bytes] of blocks) writeFileSync(join(folder, `${type}.blocks`), bytes);
  const best = new Map(types.map((type) => [type, { ours: Infinity, theirs: Infinity }]));
  for (let round = 0; round < rounds; round++) {
    const peer = runPeer(folder);
    for (const [type, bytes] of blocks) {
      const { seconds, sha256 } = decodePasses(blockTypes[type], bytes);
      if (sha256 !== peer[type].sha256) throw new Error(`${type}: gguf-py has other values`);
      const { ours, theirs } = best.get(type);
      best.set(type, {
        ours: Math.min(ours, seconds),
        theirs: Math.min(theirs, peer[type].seconds),
      });
    }
  }
  return [...best].map(([type, { ours, theirs }]) => [
    `16.8 M weights of ${type}, gguf-py / ours`,
    `${ms(theirs)} / ${ms(ours)} ms`,
    ok(ours <= theirs, "no slower"),
  ]);
}

/** Whole pieces into memory that is used again, as statistics and heat maps read a tensor. */
function decodePasses(format, bytes) {
  const values = new Float32Array((rows * columns) / pieces);
  const step = bytes.length / pieces;
  let seconds = Infinity;
  for (let pass = 0; pass < passes; pass++) {
    const start = performance.now();
    for (let at = 0; at < bytes.length; at += step) {
      format.decode(bytes.subarray(at, at + step), values);
    }
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += step) {
    format.decode(bytes.subarray(at, at + step), values);
    hash.update(new Uint8Array(values.buffer));
  }
  return { seconds, sha256: hash.digest("hex") };
}

/** The same bytes on every run. Scales are finite, as weights have them, and none is subnormal as float32. */
function randomBlocks({ blockSize, blockBytes, wideFields }) {
  const bytes = new Uint8Array(((rows * columns) / blockSize) * blockBytes);
  let state = 1;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  for (let at = 0; at < bytes.length; at += blockBytes) {
    for (const { offset } of wideFields) bytes[at + offset + 1] &= 0x3f;
    if (wideFields.length === 0) bytes[at] = 112 + (bytes[at] >> 4);
  }
  return bytes;
}

function runPeer(folder) {
  const script = join("scripts", "bench", "dequantise.py");
  const { status, stdout, stderr } = spawnSync(
    venvPython(venv),
    [script, folder, String(pieces), String(passes), ...types],
    { encoding: "utf8", timeout: 300_000, env: { ...process.env, ...peerEnvironment } },
  );
  if (status !== 0) throw new Error(`gguf-py ended with ${status}:\n${stderr.slice(-2000)}`);
  return JSON.parse(stdout);
}

/** One thread; and arrays go into memory that was used before, as ours do, where the allocator can be told so. */
const peerEnvironment = {
  OMP_NUM_THREADS: "1",
  MALLOC_MMAP_THRESHOLD_: "1000000000",
  MALLOC_TRIM_THRESHOLD_: "2000000000",
};

const ms = (seconds) => (seconds * 1000).toFixed(0);

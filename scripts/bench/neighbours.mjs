/** How quickly the nearest of 400 000 word vectors are found, beside NumPy on the same vectors in the same run. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { nearestRows } from "../../src/core/embeddings/nearestRows.ts";
import { toBlock } from "../../src/core/embeddings/vectorBlocks.ts";
import { installVenv, venvPython } from "./venv.mjs";

/** The size of GloVe's files of six thousand million tokens. */
const [words, dimensions] = [400_000, 300];
const [blockRows, count] = [20_000, 10];
const queries = [0, 123_456, 399_999, 77];
const venv = "numpy";

/**
 * @param {(isMet: boolean, budget: string) => string} ok
 * @returns {readonly (readonly [what: string, figure: string, budget: string])[]}
 */
export function neighbourRows(ok) {
  const missing = installVenv(venv, ["numpy==2.4.6"]);
  const blocks = Array.from({ length: words / blockRows }, (_, block) => makeBlock(block));
  const { seconds, found } = ask(blocks);
  const ours = `${(seconds * 1000).toFixed(0)} ms`;
  const what = "10 nearest of 400 000 × 300, resident";
  if (missing !== undefined)
    return [[`${what} (NumPy: ${missing})`, ours, ok(seconds < 1, "< 1 s")]];
  const peer = runPeer();
  if (JSON.stringify(peer.found) !== JSON.stringify(found)) {
    throw new Error("NumPy finds other neighbours");
  }
  const theirs = (peer.seconds * 1000).toFixed(0);
  return [[`${what}, NumPy / ours`, `${theirs} / ${ours}`, ok(seconds < 1, "below 1 s")]];
}

/** The median of the questions, after one that is not counted. */
function ask(blocks) {
  const times = [];
  const found = [];
  for (const row of [queries.at(-1), ...queries]) {
    const inBlock = row % blockRows;
    const block = blocks[Math.floor(row / blockRows)];
    const vector = block.values.slice(inBlock * dimensions, (inBlock + 1) * dimensions);
    const start = performance.now();
    const nearest = nearestRows(blocks, { vector, count, exclude: new Set([row]) });
    times.push((performance.now() - start) / 1000);
    found.push(nearest.map((neighbour) => neighbour.row));
  }
  const sorted = times.slice(1).toSorted((a, b) => a - b);
  return { seconds: sorted[sorted.length >> 1], found: found.slice(1) };
}

/** Numbers that NumPy makes as well: the element's place, mixed in 32 bits, as a fraction of 24 bits. */
function makeBlock(block) {
  const values = new Float32Array(blockRows * dimensions);
  const first = block * blockRows * dimensions;
  for (let i = 0; i < values.length; i++) {
    let bits = Math.imul(first + i, 0x9e3779b1);
    bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
    bits = (bits ^ (bits >>> 13)) >>> 8;
    values[i] = bits / 2 ** 24 - 0.5;
  }
  return toBlock(block * blockRows, dimensions, values);
}

function runPeer() {
  const args = [words, dimensions, count, ...queries].map(String);
  const { status, stdout, stderr } = spawnSync(
    venvPython(venv),
    [join("scripts", "bench", "neighbours.py"), ...args],
    { encoding: "utf8", timeout: 300_000, env: { ...process.env, OPENBLAS_NUM_THREADS: "1" } },
  );
  if (status !== 0) throw new Error(`NumPy ended with ${status}:\n${stderr.slice(-2000)}`);
  return JSON.parse(stdout);
}

/**
 * How quickly a checkpoint opens: a header with 100 000 tensors beside the Python library of safetensors in the same
 * run, and 64 GB of shards, which are sparse files, with the memory that it takes.
 */
import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { benchFolder, installVenv, venvPython } from "./venv.mjs";

const venv = "safetensors";
const folder = join(benchFolder, "checkpoint");
const tensorsOfHeader = 100_000;
/** As a model of 32 thousand million weights in bfloat16 is published. */
const [shards, layers, shardBytes] = [16, 64, 4e9];
/** Ours and theirs in turn, the best of each: what else the machine does disturbs single ones. */
const rounds = 3;

/**
 * @param {(isMet: boolean, budget: string) => string} ok
 * @returns {readonly (readonly [what: string, figure: string, budget: string])[]}
 */
export function checkpointRows(ok) {
  mkdirSync(join(folder, "shards"), { recursive: true });
  return [...headerRows(ok), ...shardRows(ok)];
}

function headerRows(ok) {
  const missing = installVenv(venv, ["safetensors==0.8.0", "numpy==2.4.6"]);
  const what = "header of 100 000 tensors, safetensors / ours";
  if (missing !== undefined) return [[what, "skipped", missing]];
  const file = join(folder, "header.safetensors");
  const names = Array.from(
    { length: tensorsOfHeader },
    (_, i) => `model.layers.${i % 100}.mlp.experts.${Math.floor(i / 100)}.down_proj.weight`,
  );
  writeSparse(file, names, 4096);
  let [ours, theirs] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    theirs = Math.min(theirs, run(venvPython(venv), ["-c", peer, file]).ms);
    ours = Math.min(ours, run(process.execPath, [...quiet, "-e", reader, file]).ms);
  }
  const figure = `${theirs.toFixed(0)} / ${ours.toFixed(0)} ms`;
  return [[what, figure, ok(ours <= theirs, "no slower")]];
}

function shardRows(ok) {
  const place = join(folder, "shards");
  const map = {};
  for (let shard = 0; shard < shards; shard++) {
    const number = (n) => String(n).padStart(5, "0");
    const name = `model-${number(shard + 1)}-of-${number(shards)}.safetensors`;
    const perShard = layers / shards;
    const names = Array.from({ length: perShard }, (_, i) => shard * perShard + i).flatMap(
      layerNames,
    );
    writeSparse(join(place, name), names, Math.floor(shardBytes / names.length / 2) * 2);
    for (const tensor of names) map[tensor] = name;
  }
  const metadata = { total_size: shards * shardBytes };
  const index = JSON.stringify({ metadata, weight_map: map });
  writeFileSync(join(place, "model.safetensors.index.json"), index);
  let best = { ms: Infinity, megabytes: Infinity };
  for (let round = 0; round < rounds; round++) {
    const { ms, megabytes } = run(process.execPath, [...quiet, "-e", opener, place]);
    best = { ms: Math.min(best.ms, ms), megabytes: Math.min(best.megabytes, megabytes) };
  }
  return [
    ["64 GB of shards, table open", `${best.ms.toFixed(0)} ms`, ok(best.ms < 500, "below 500 ms")],
    [
      "the same, memory of the whole process",
      `${best.megabytes.toFixed(0)} MB`,
      ok(best.megabytes < 200, "below 200 MB"),
    ],
  ];
}

function layerNames(layer) {
  const parts = ["q_proj", "k_proj", "v_proj", "o_proj"].map((name) => `self_attn.${name}`);
  parts.push("mlp.gate_proj", "mlp.up_proj", "mlp.down_proj");
  parts.push("input_layernorm", "post_attention_layernorm");
  return parts.map((part) => `model.layers.${layer}.${part}.weight`);
}

/** A header that is written and data that is only as long as it says. */
function writeSparse(file, names, bytesEach) {
  const entries = names.map((name, i) => {
    const offsets = `[${i * bytesEach},${(i + 1) * bytesEach}]`;
    return `${JSON.stringify(name)}:{"dtype":"BF16","shape":[${bytesEach / 2}],"data_offsets":${offsets}}`;
  });
  const header = Buffer.from(`{${entries.join(",")}}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const handle = openSync(file, "w");
  writeSync(handle, Buffer.concat([length, header]));
  ftruncateSync(handle, 8 + header.length + names.length * bytesEach);
  closeSync(handle);
}

function run(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** A process of its own for each reading, so that none is warmed up by the one before. */
const quiet = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--input-type=module"];

const reader = `
import { nodeFiles } from "./src/node/nodeFiles.ts";
import { readSafetensors } from "./src/core/formats/safetensors.ts";
const started = performance.now();
const source = await nodeFiles.open(process.argv[1]);
const { value } = await readSafetensors(source, "header.safetensors");
if (value.tensors.length !== ${tensorsOfHeader}) throw new Error(String(value.tensors.length));
console.log(JSON.stringify({ ms: performance.now() - started }));`;

/** Opens the file and asks for what ours lists: name, type and shape of every tensor. */
const peer = `
import json, sys, time
from safetensors import safe_open
started = time.perf_counter()
with safe_open(sys.argv[1], framework="np") as file:
    slices = [(name, file.get_slice(name)) for name in file.keys()]
    found = [(name, part.get_dtype(), part.get_shape()) for name, part in slices]
assert len(found) == ${tensorsOfHeader}
print(json.dumps({"ms": (time.perf_counter() - started) * 1000}))`;

const opener = `
import { nodeFiles } from "./src/node/nodeFiles.ts";
import { openTensorTable } from "./src/core/workspace/openTensorTable.ts";
import { readModelFolder } from "./src/core/workspace/readModelFolder.ts";
const started = performance.now();
const folder = await readModelFolder(nodeFiles, process.argv[1]);
const { value } = await openTensorTable(nodeFiles, folder.value);
const ms = performance.now() - started;
if (value.tensors.length !== ${layers * 9}) throw new Error(String(value.tensors.length));
console.log(JSON.stringify({ ms, megabytes: process.memoryUsage.rss() / 1e6 }));`;

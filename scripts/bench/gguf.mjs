/** How quickly a GGUF with a vocabulary of 262 144 tokens opens, beside @huggingface/gguf on the same file in the same run. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readGguf } from "../../src/core/formats/gguf/readGguf.ts";
import { nodeFiles } from "../../src/node/nodeFiles.ts";
import { benchFolder } from "./venv.mjs";

const peer = "@huggingface/gguf@0.4.6";
const tokens = 262_144;
/** The best of several rounds, ours and theirs in turn: what else the machine does disturbs single ones. */
const rounds = 5;

/**
 * @param {(isMet: boolean, budget: string) => string} ok
 * @returns {Promise<readonly (readonly [what: string, figure: string, budget: string])[]>}
 */
export async function ggufRows(ok) {
  const path = resolve(benchFolder, "vocabulary.gguf");
  mkdirSync(benchFolder, { recursive: true });
  writeFileSync(path, vocabularyFile());
  const installed = installPeer();
  if (installed.missing !== undefined) {
    return [["opening beside @huggingface/gguf", "skipped", installed.missing]];
  }
  const { gguf } = await import(pathToFileURL(installed.module).href);
  const best = { header: Infinity, values: Infinity, theirs: Infinity };
  for (let round = 0; round < rounds; round++) {
    best.header = Math.min(best.header, await timed(() => open(path, [])));
    best.values = Math.min(best.values, await timed(() => open(path, keys)));
    best.theirs = Math.min(
      best.theirs,
      await timed(async () => {
        const { metadata } = await gguf(path, { allowLocalFile: true });
        if (metadata[keys[0]].length !== tokens) throw new Error("the peer has another vocabulary");
      }),
    );
  }
  const beside = (ours) => `${best.theirs.toFixed(0)} / ${ours.toFixed(1)} ms`;
  return [
    [
      "GGUF of 262 144 tokens, @huggingface/gguf / ours",
      beside(best.header),
      ok(best.header <= best.theirs / 2, "at most half"),
    ],
    ["the same with all tokens, scores and merges", beside(best.values), ""],
  ];
}

const keys = ["tokens", "merges", "scores", "token_type"].map((name) => `tokenizer.ggml.${name}`);

async function open(path, wanted) {
  const source = await nodeFiles.open(path);
  try {
    const { value, problems } = await readGguf(source, "vocabulary.gguf");
    const entry = value.metadata.entry(keys[0]);
    if (problems.length > 0 || entry.items.count !== tokens) throw new Error("not read");
    for (const key of wanted) {
      const values = (await value.metadata.strings(key)) ?? (await value.metadata.numbers(key));
      if (values.length !== tokens) throw new Error(`${key} has ${values.length} values`);
    }
  } finally {
    await source.close();
  }
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function installPeer() {
  const folder = join(benchFolder, "gguf-peer");
  const module = resolve(folder, "node_modules", "@huggingface", "gguf", "dist", "index.mjs");
  const stamp = join(folder, peer.replaceAll(/[^\w.-]/g, "_"));
  if (!existsSync(stamp)) {
    console.log(`installing a peer: ${peer}`);
    mkdirSync(folder, { recursive: true });
    const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", peer];
    const { status, error } = spawnSync("npm", args, { stdio: "inherit", timeout: 300_000 });
    if (status !== 0) return { module, missing: error?.message ?? `npm ended with ${status}` };
    writeFileSync(stamp, "");
  }
  return { module, missing: existsSync(module) ? undefined : `${peer} has no ${module}` };
}

/** Tokens of 2 to 14 letters, a third of them beyond ASCII, and what a tokenizer needs beside them. */
function vocabularyFile() {
  const words = Array.from({ length: tokens }, (_, i) => {
    const start = i % 3 === 0 ? "▁" : "";
    return start + i.toString(36).repeat(1 + (i % 4));
  });
  const merges = words.map((word, i) => `${word} ${words[(i * 7) % tokens]}`);
  const entries = [
    text("general.architecture"),
    u32(8),
    text("llama"),
    ...arrayOf("tokens", 8, words.map(text)),
    ...arrayOf("scores", 6, [Buffer.from(Float32Array.from(words, (_, i) => -i).buffer)]),
    ...arrayOf("token_type", 5, [Buffer.from(new Int32Array(tokens).fill(1).buffer)]),
    ...arrayOf("merges", 8, merges.map(text)),
  ];
  return Buffer.concat([Buffer.from("GGUF"), u32(3), u64(0), u64(5), ...entries]);
}

function arrayOf(name, kind, values) {
  return [text(`tokenizer.ggml.${name}`), u32(9), u32(kind), u64(tokens), ...values];
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

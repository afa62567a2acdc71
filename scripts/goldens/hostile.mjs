import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { poslens } from "./cli.mjs";

/** What is read of a file at most, above a process that has read a sound one; the goldens' own bound. */
const MEMORY_LIMIT = 64 * 2 ** 20;
const TIME_LIMIT = 1_000;

/** By format: `{part, files, passed, slowest, memory, faults}`; memory is what the process grew by at its largest. */
export async function* checkHostile(folder) {
  const { marker_file: marker, files } = JSON.parse(
    readFileSync(join(folder, "index.json"), "utf8"),
  );
  await poslens("tensors", "media/demo/rope", "--json");
  for (const part of new Set(files.map(({ format }) => format))) {
    const entries = files.filter(({ format }) => format === part);
    const result = { part, files: entries.length, passed: 0, slowest: 0, memory: 0, faults: [] };
    for (const entry of entries) {
      const { milliseconds, growth, wrong } = await checkEntry(folder, entry, part);
      result.slowest = Math.max(result.slowest, milliseconds);
      result.memory = Math.max(result.memory, growth / 2 ** 20);
      if (existsSync(marker)) wrong.push("something of it was run");
      if (milliseconds > TIME_LIMIT) wrong.push(`took ${milliseconds.toFixed(0)} ms`);
      if (growth > MEMORY_LIMIT) wrong.push(`took ${(growth / 2 ** 20).toFixed(0)} MiB`);
      if (wrong.length === 0) result.passed++;
      result.faults.push(...wrong.map((text) => `${entry.file}: ${text}`));
    }
    yield result;
  }
}

/** Formats of which `listable` gives names of tensors. */
const namedTensors = new Set(["safetensors", "torch-zip", "torch-legacy", "npz"]);

async function checkEntry(folder, { file, expected, also, listable = [] }, part) {
  const path = join(folder, file);
  // `--expose-gc` gives a steadier start.
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  forgetPeak();
  const { code, out, log, milliseconds } = await poslens(...commandOf(part, path));
  const peak = readPeak();
  const wrong = [];
  const outcome = outcomeOf(part, { code, out, log });
  if (outcome !== expected && outcome !== also)
    wrong.push(`${outcome}, not ${expected}: ${log.slice(0, 300)}`);
  if (/^\s+at .+:\d+:\d+\)?$/m.test(log)) wrong.push("a stack was shown");
  if (outcome === "partial" && namedTensors.has(part)) {
    const names = JSON.parse(out).tensors.map(({ name }) => name);
    const missing = listable.filter((name) => !names.includes(name));
    if (missing.length > 0) wrong.push(`${missing} could be shown and is not`);
  }
  return { milliseconds, growth: peak - before, wrong };
}

/** The kernel's own mark of the most memory at a time; Linux lets a process set it back. */
function forgetPeak() {
  if (existsSync("/proc/self/clear_refs")) writeFileSync("/proc/self/clear_refs", "5");
}

function readPeak() {
  if (!existsSync("/proc/self/status")) return process.memoryUsage().rss;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
}

function commandOf(part, path) {
  if (part === "config.json") return ["inspect", dirname(path), "--json"];
  if (part === "tokenizer.json")
    return ["tokenize", path, "--prompt", `${"a".repeat(40)}!`, "--json"];
  return ["tensors", path, "--json"];
}

function outcomeOf(part, { code, out, log }) {
  if (code === 2 && /^poslens: \S/m.test(log)) return "error";
  if (code !== 0) return `exit code ${code}`;
  if (part === "tokenizer.json") return "partial";
  return JSON.parse(out).problems.length > 0 ? "partial" : "no problem said";
}

import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { hostileEntries, hostileFolder } from "../core/hostileEntries.ts";
import type { ManyLine } from "./runMany.ts";

/** All of them together; the process is ended after it, so that a hang is a failure and no wait. */
const mostMs = 120_000;
/** One of them: most need some milliseconds, on a busy machine some hundred. */
const mostMsOfOne = 5_000;

const formats = ["safetensors", "safetensors-index", "config.json"];
const entries = formats.flatMap((format) => hostileEntries(format));
/** Each command that opens these files: what they say of a hostile one is one sentence, never a stack. */
const commands = ["inspect", "tensors", "vectors"] as const;

describe("poslens on hostile files", () => {
  let lines: readonly ManyLine[] = [];
  beforeAll(async () => {
    lines = await runMany(
      entries.flatMap(({ file }) => commands.map((name) => [name, pathOf(file)])),
    );
  }, mostMs + 10_000);

  it("comes to the end of all of them", () => {
    const hung = lines.filter((line, at) => line.ended === undefined && !lines[at + 1]?.ended);
    expect(hung.map(({ args }) => args.join(" "))).toEqual([]);
    expect(lines).toHaveLength(2 * commands.length * entries.length);
    expect(entries.length).toBeGreaterThan(50);
  });

  it.each(entries)("$file: $wrong", ({ file, expected, also }) => {
    const answers = lines.flatMap(({ args, ended }) =>
      args[1] === pathOf(file) && ended !== undefined ? [{ ...ended, name: args[0] }] : [],
    );
    expect(answers.map(({ name }) => name)).toEqual(commands);
    for (const { code, said, milliseconds } of answers) {
      expect(code, said).toBeOneOf([0, 2]);
      expect(said).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
      expect(milliseconds).toBeLessThan(mostMsOfOne);
      // What goes wrong is said: a file that is told to be wrong gives an error, a warning or a refusal.
      if (code === 2) expect(said).toMatch(/^poslens: \S/m);
    }
    const isToldOf = answers.some(
      ({ code, said }) => code === 2 || /^(error|warning): /m.test(said),
    );
    expect(isToldOf, JSON.stringify({ expected, also, answers })).toBe(true);
  });
});

/** A config stands for its folder; a checkpoint is opened by its own name. */
function pathOf(file: string): string {
  const path = join(hostileFolder, file);
  return file.endsWith("/config.json") ? dirname(path) : path;
}

function runMany(commandLines: readonly (readonly string[])[]): Promise<readonly ManyLine[]> {
  const script = fileURLToPath(new URL("runMany.ts", import.meta.url));
  const quiet = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON";
  const child = spawn(process.execPath, [quiet, script, JSON.stringify(commandLines)], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: mostMs,
    killSignal: "SIGKILL",
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => {
      const whole = text.split("\n").slice(0, -1);
      resolve(whole.map((line) => JSON.parse(line) as ManyLine));
    });
  });
}

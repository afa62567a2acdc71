import type { EngineInput, EngineRequest, Engine } from "../../core/engines/engine.ts";
import { verdictOf } from "../../core/engines/engineVersion.ts";
import { kvCacheBytes } from "../../core/engines/kvCache/kvCacheBytes.ts";
import { readEngineInput } from "../../core/engines/readEngineInput.ts";
import { engineById, engines as everyEngine } from "../../core/engines/registry.ts";
import type { Verdict } from "../../core/engines/verdict.ts";
import type { JsonValue } from "../../core/json/jsonNode.ts";
import { nodeFiles } from "../../node/nodeFiles.ts";
import { onePath, parseCommand, parseWhole } from "../args.ts";
import type { Command } from "../command.ts";
import { openFolder, problemText, requireConfig } from "../openModel.ts";
import { printable } from "../printable.ts";
import { table } from "../table.ts";
import { UsageError } from "../usageError.ts";

/** `poslens engines`: what each engine does with a length, before anybody starts it. */
export const engines: Command = {
  name: "engines",
  usage: "engines PATH [--length N] [--engine E] [--engine-version V] [--set KEY=VALUE]… [--json]",
  summary: "what each engine does with a length, and the memory that keys and values take",
  async run(args, terminal) {
    const { values, positionals } = parseCommand(args, {
      length: { type: "string" },
      engine: { type: "string" },
      "engine-version": { type: "string" },
      set: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
    });
    const path = onePath(positionals, engines.usage);
    const asked = askedEngines(values.engine);
    const version = askedVersion(values["engine-version"], values.engine);
    const request: EngineRequest = {
      length: askedLength(values.length),
      settings: parseSettings(values.set, asked),
    };
    const folder = await openFolder(path);
    const { value: input, problems } = await readEngineInput(
      nodeFiles,
      folder.value,
      terminal.signal,
    );
    if (input.gguf === undefined) requireConfig(folder);
    for (const problem of [...folder.problems, ...problems]) terminal.log(problemText(problem));
    const rows = asked.map((engine) => rowOf(verdictOf(engine, input, request, version), input));
    terminal.out(values.json ? jsonOf(rows, request) : textOf(rows));
    return 0;
  },
};

const LARGEST_LENGTH = 1_000_000_000;

/** Nothing, or vLLM's word for "as much as fits" (`--length=-1`): the engine decides. */
function askedLength(text: string | undefined): number | undefined {
  if (text === undefined || text === "-1") return undefined;
  return parseWhole(text, "--length", { from: 1, to: LARGEST_LENGTH });
}

function askedEngines(id: string | undefined): readonly Engine[] {
  if (id === undefined) return everyEngine;
  const engine = engineById(id);
  if (engine !== undefined) return [engine];
  const known = everyEngine.map((one) => one.id).join(", ");
  throw new UsageError(`--engine is "${id}", known are ${known}`);
}

/** Versions are told apart by the numbers in them. */
function askedVersion(text: string | undefined, engine: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (engine === undefined) {
    throw new UsageError("--engine-version needs --engine, since each has its own versions");
  }
  if (/^v?\d{1,9}(\.\w{1,20}){0,5}$/.test(text)) return text;
  throw new UsageError(`--engine-version is "${text}", allowed are versions such as 0.11.0`);
}

/** KEY=VALUE; a value that is JSON is taken as that, any other as a text. */
function parseSettings(
  pairs: readonly string[],
  asked: readonly Engine[],
): ReadonlyMap<string, JsonValue> {
  const known = [...new Set(asked.flatMap(({ settings }) => settings))];
  const settings = new Map<string, JsonValue>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw new UsageError(`--set is "${pair}", allowed is KEY=VALUE`);
    const key = pair.slice(0, at);
    if (!known.includes(key)) {
      const readers =
        asked.length === 1 ? `${asked[0]?.id ?? ""} does not read` : "no engine reads";
      throw new UsageError(`--set names "${key}", which ${readers}; known are ${known.join(", ")}`);
    }
    settings.set(key, parseValue(pair.slice(at + 1)));
  }
  return settings;
}

function parseValue(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text;
  }
}

interface Row {
  readonly verdict: Verdict;
  /** Memory of keys and values in float16 at the length that the engine settles on. */
  readonly cacheBytes: number | undefined;
}

function rowOf(verdict: Verdict, { spec, config }: EngineInput): Row {
  const { value } = verdict;
  const size =
    spec === undefined || value === undefined
      ? undefined
      : kvCacheBytes(spec, value, config === undefined ? {} : { config });
  return { verdict, cacheBytes: size?.bytes };
}

function jsonOf(rows: readonly Row[], { length, settings }: EngineRequest): string {
  const verdicts = rows.map(({ verdict, cacheBytes }) => ({
    engine: verdict.engine,
    version: verdict.version,
    outcome: verdict.outcome ?? null,
    limit: verdict.limit ?? null,
    value: verdict.value ?? null,
    message: verdict.message,
    rule: verdict.rule,
    source: verdict.source,
    instead: verdict.instead ?? null,
    kvCacheBytes: cacheBytes ?? null,
  }));
  const asked = { length: length ?? null, settings: Object.fromEntries(settings) };
  return JSON.stringify({ ...asked, verdicts }, undefined, 2);
}

function textOf(rows: readonly Row[]): string {
  const head = ["engine", "version", "outcome", "limit", "takes", "KV cache (fp16)"];
  const cells = rows.map(({ verdict, cacheBytes }) => [
    verdict.engine,
    verdict.version,
    verdict.outcome ?? "not settled",
    lengthText(verdict.limit),
    lengthText(verdict.value),
    cacheBytes === undefined ? "" : memoryText(cacheBytes),
  ]);
  const notes = rows.flatMap(({ verdict }) => [
    `${verdict.engine}: ${verdict.message}`,
    `    ${verdict.rule}, ${verdict.source}`,
    ...(verdict.instead === undefined ? [] : [`    instead: ${verdict.instead}`]),
  ]);
  return `${table([head, ...cells], [3, 4, 5])}\n\n${notes.map(printable).join("\n")}`;
}

function lengthText(length: number | undefined): string {
  return length === undefined ? "none" : length.toLocaleString("en");
}

function memoryText(bytes: number): string {
  const gib = bytes / 2 ** 30;
  return gib >= 1 ? `${gib.toFixed(2)} GiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

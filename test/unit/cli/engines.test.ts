import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demo, fixtures, runHere } from "./runCli.ts";

interface Printed {
  readonly engine: string;
  readonly version: string;
  readonly outcome: string | null;
  readonly limit: number | null;
  readonly value: number | null;
  readonly message: string;
  readonly kvCacheBytes: number | null;
}

async function verdicts(...args: readonly string[]): Promise<readonly Printed[]> {
  const { code, stdout, stderr } = await runHere("engines", ...args, "--json");
  expect([code, stderr]).toEqual([0, ""]);
  return (JSON.parse(stdout) as { readonly verdicts: readonly Printed[] }).verdicts;
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "poslens-engines-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("poslens engines", () => {
  it("prints every engine's verdict on a length", async () => {
    const found = await verdicts(demo, "--length", "256");
    const outcomes = Object.fromEntries(found.map(({ engine, outcome }) => [engine, outcome]));
    expect(outcomes).toMatchObject({
      transformers: "qualityRisk",
      vllm: "error",
      "llama.cpp": "qualityRisk",
      "llama-server": "silentCap",
      ollama: "silentCap",
    });
  });

  it("asks the version it is told", async () => {
    const yarn = join(fixtures, "specs/hub-qwen25-7b-yarn");
    const at = async (version: string) =>
      (await verdicts(yarn, "--engine", "vllm", "--engine-version", version))[0];
    expect(await at("0.11.0")).toMatchObject({ version: "0.11.0", limit: 131072 });
    expect(await at("0.33.0")).toMatchObject({ version: "0.33.0", limit: 32768 });
  });

  it("takes settings as JSON or as text", async () => {
    const set = (...pairs: readonly string[]) => pairs.flatMap((pair) => ["--set", pair]);
    const allowed = await verdicts(
      demo,
      "--engine=vllm",
      "--length=256",
      ...set("allow_long=true"),
    );
    expect(allowed[0]).toMatchObject({ outcome: "nan", value: 256, limit: 128 });
    const overrides = 'overrides={"max_position_embeddings":512}';
    const longer = await verdicts(demo, "--engine=vllm", "--length=-1", ...set(overrides));
    expect(longer[0]).toMatchObject({ outcome: "ok", value: 512 });
    const server = set("parallel=4", "ctx_size=1024", "context_length=4096");
    const slots = await verdicts(demo, "--engine=llama-server", ...server);
    expect(slots[0]).toMatchObject({ outcome: "ok", value: 256, limit: 4096 });
  });

  it("counts the memory of keys and values at the length that is settled on", async () => {
    const [verdict] = await verdicts(demo, "--engine", "transformers", "--length", "128");
    // 4 layers of 4 heads of 32 numbers, keys and values, in 2 bytes.
    expect(verdict?.kvCacheBytes).toBe(128 * 4 * 4 * 32 * 2 * 2);
  });

  it("reads the tokenizer's and the encoder's own lengths", async () => {
    const config = {
      model_type: "bert",
      max_position_embeddings: 512,
      position_embedding_type: "absolute",
    };
    await writeFile(join(folder, "config.json"), JSON.stringify(config));
    await writeFile(join(folder, "tokenizer_config.json"), '{"model_max_length": 128}');
    const pooling = ["--engine", "vllm", "--set", "runner=pooling"];
    expect((await verdicts(folder, ...pooling))[0]).toMatchObject({ value: 128 });
    const tokens = ["--engine", "transformers", "--set", "tokens=200"];
    expect((await verdicts(folder, ...tokens))[0]).toMatchObject({
      outcome: "qualityRisk",
      limit: 128,
    });
    await writeFile(join(folder, "sentence_bert_config.json"), '{"max_seq_length": 64}');
    expect((await verdicts(folder, ...pooling))[0]).toMatchObject({ value: 64 });
  });

  it("reads a GGUF file's own keys", async () => {
    const file = join(folder, "model.gguf");
    await writeFile(
      file,
      gguf({
        "general.architecture": "llama",
        "llama.context_length": 512,
        "llama.rope.scaling.type": "dynamic",
      }),
    );
    const [broken] = await verdicts(file, "--engine", "llama.cpp", "--length", "512");
    expect(broken).toMatchObject({ outcome: "error", limit: 512 });
    await writeFile(file, gguf({ "general.architecture": "llama", "llama.context_length": 512 }));
    const [long] = await verdicts(file, "--engine", "llama.cpp", "--length", "1025");
    expect(long).toMatchObject({ outcome: "qualityRisk", limit: 512, value: 1280 });
  });

  it("prints a table for people", async () => {
    const { code, stdout } = await runHere("engines", demo, "--length", "256");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^engine +version +outcome +limit +takes +KV cache/);
    expect(stdout).toContain("is greater than the derived max_model_len");
    expect(stdout).toContain("    instead: --max-model-len 128");
  });

  it.each([
    [["--engine", "vlllm"], '--engine is "vlllm", known are transformers, vllm'],
    [["--engine-version", "0.11"], "--engine-version needs --engine"],
    [["--engine=vllm", "--engine-version=old"], '--engine-version is "old"'],
    [["--set", "alow_long=1"], '--set names "alow_long", which no engine reads'],
    [["--engine=ollama", "--set", "allow_long=1"], "which ollama does not read"],
    [["--set", "allow_long"], '--set is "allow_long", allowed is KEY=VALUE'],
    [["--length", "0"], '--length is "0", allowed are whole numbers from 1'],
  ])("refuses %j in one sentence", async (args, sentence) => {
    const { code, stdout, stderr } = await runHere("engines", demo, ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

/** A GGUF file of version 3 with metadata of texts and 32-bit numbers, and no tensors. */
function gguf(metadata: Readonly<Record<string, string | number>>): Buffer {
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const u64 = (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  const text = (value: string) =>
    Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
  const entries = Object.entries(metadata).flatMap(([key, value]) => [
    text(key),
    typeof value === "string" ? u32(8) : u32(4),
    typeof value === "string" ? text(value) : u32(value),
  ]);
  const head = [Buffer.from("GGUF"), u32(3), u64(0), u64(Object.keys(metadata).length)];
  return Buffer.concat([...head, ...entries]);
}

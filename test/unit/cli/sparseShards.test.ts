import { spawn } from "node:child_process";
import { mkdtemp, open, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runHere } from "./runCli.ts";

/** As a model of 32 thousand million weights in bfloat16 is published: 64 GB, of which only headers are written. */
const [shards, layersOfShard, shardBytes] = [16, 4, 4e9];
const parts = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "mlp.down_proj"];
const columns = 4096;
const rows = shardBytes / (layersOfShard * parts.length) / 2 / columns;

/** Above a process that has opened a small model. */
const mostMebibytes = 64;

describe("64 GB of shards", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "poslens-sparse-"));
    const map: Record<string, string> = {};
    for (let shard = 0; shard < shards; shard++) {
      const name = `model-${five(shard + 1)}-of-${five(shards)}.safetensors`;
      for (const tensor of namesOf(shard)) map[tensor] = name;
      await writeSparse(join(folder, name), namesOf(shard));
    }
    const index = JSON.stringify({ weight_map: map });
    await writeFile(join(folder, "model.safetensors.index.json"), index);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("take next to nothing of this disk", async () => {
    const { size, blocks } = await stat(join(folder, "model-00001-of-00016.safetensors"));
    expect(size).toBeGreaterThan(shardBytes * 0.99);
    expect(blocks * 512).toBeLessThan(1e6);
  });

  it("are listed with all their tensors", async () => {
    const { code, stdout, stderr } = await runHere("tensors", folder, "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { tensors, problems } = JSON.parse(stdout) as {
      readonly tensors: readonly { readonly bytes: number }[];
      readonly problems: readonly unknown[];
    };
    expect(problems).toEqual([]);
    expect(tensors).toHaveLength(shards * layersOfShard * parts.length);
    expect(tensors.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(63e9);
  });

  it("are opened, and the last row of the last tensor read, in bounded memory", async () => {
    const last = namesOf(shards - 1).at(-1) ?? "";
    const { tensors, value, mebibytes } = await openElsewhere(folder, last);
    expect(tensors).toBe(shards * layersOfShard * parts.length);
    expect(value).toBe(0);
    expect(mebibytes).toBeLessThan(mostMebibytes);
  });
});

function five(number: number): string {
  return String(number).padStart(5, "0");
}

function namesOf(shard: number): readonly string[] {
  return Array.from({ length: layersOfShard }, (_, i) => shard * layersOfShard + i).flatMap(
    (layer) => parts.map((part) => `model.layers.${layer}.${part}.weight`),
  );
}

/** A header that is written, and data that is only as long as it says. */
async function writeSparse(path: string, names: readonly string[]): Promise<void> {
  const bytes = Math.floor(rows) * columns * 2;
  const entries = names.map((name, i) => [
    name,
    {
      dtype: "BF16",
      shape: [Math.floor(rows), columns],
      data_offsets: [i * bytes, (i + 1) * bytes],
    },
  ]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = await open(path, "w");
  await file.write(Buffer.concat([length, header]));
  await file.truncate(8 + header.length + names.length * bytes);
  await file.close();
}

interface Opened {
  readonly tensors: number;
  readonly value: number;
  readonly mebibytes: number;
}

/** In a process of its own, whose memory is nobody else's. */
function openElsewhere(folder: string, tensor: string): Promise<Opened> {
  const script = fileURLToPath(new URL("openSparse.ts", import.meta.url));
  const quiet = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON";
  const child = spawn(process.execPath, [quiet, script, folder, tensor], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(text) as Opened);
      else reject(new Error(`ended with ${code}`));
    });
  });
}

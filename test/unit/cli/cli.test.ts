import { mkdtemp, readFile, rm, writeFile, cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demo, fixtures, runCli, runHere } from "./runCli.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "poslens-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("poslens inspect", () => {
  test("--json prints one document with spec, provenance and problems", async () => {
    const { code, stdout, stderr } = await runCli("inspect", demo, "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const json = JSON.parse(stdout) as Record<string, Record<string, unknown>>;
    expect(json["spec"]).toMatchObject({ model_type: "llama", layers: 4, heads: 4, head_dim: 32 });
    expect(json["provenance"]?.["layers"]).toMatchObject({
      file: "config.json",
      key: "num_hidden_layers",
    });
    expect(json["problems"]).toEqual([]);
  });

  test("takes a file of the model as well as its folder", async () => {
    const [byFolder, byFile] = await Promise.all([
      runHere("inspect", demo, "--json"),
      runHere("inspect", join(demo, "model.safetensors"), "--json"),
    ]);
    expect(byFile).toEqual(byFolder);
  });

  test("says it in lines for people", async () => {
    const { code, stdout } = await runHere("inspect", demo);
    expect(code).toBe(0);
    expect(stdout).toContain("llama · RoPE · trained 128 tokens");
    expect(stdout).toMatch(/^hidden_size +128 +config\.json: hidden_size$/m);
  });

  test("--against lists what differs and nothing else", async () => {
    const other = `${fixtures}/families/llama`;
    const { stdout } = await runHere("inspect", demo, "--against", other, "--json");
    const { differences } = JSON.parse(stdout) as {
      differences: { field: string; left: string | null; right: string | null }[];
    };
    expect(differences).toContainEqual({ field: "hidden_size", left: "128", right: "64" });
    expect(differences.map(({ field }) => field)).not.toContain("model_type");
    const same = await runHere("inspect", demo, "--against", demo);
    expect(same.stdout).toBe("Both say the same.\n");
  });
});

describe("poslens tensors", () => {
  test("--json lists name, dtype, shape, bytes and file", async () => {
    const { code, stdout } = await runHere("tensors", demo, "--json");
    const { tensors, problems } = JSON.parse(stdout) as { tensors: unknown[]; problems: unknown[] };
    expect({ code, problems }).toEqual({ code: 0, problems: [] });
    expect(tensors).toContainEqual({
      name: "model.embed_tokens.weight",
      dtype: "F16",
      shape: [1024, 128],
      bytes: 262_144,
      file: "model.safetensors",
    });
  });

  test("names the shard of each tensor", async () => {
    const { stdout } = await runHere("tensors", `${fixtures}/families/mistral`, "--json");
    const { tensors } = JSON.parse(stdout) as { tensors: { file: string }[] };
    expect(new Set(tensors.map(({ file }) => file)).size).toBe(3);
  });

  test("shows a packed weight as one, with the tensors of the file beneath it", async () => {
    const folder = `${fixtures}/quantised/gptq-3bit-g32-asym`;
    const text = await runHere("tensors", join(folder, "model.safetensors"));
    expect(text.stdout).toMatch(/^model\.\S+k_proj\.weight +GPTQ 3-bit, group 32 +\[32, 64\] +1,/m);
    expect(text.stdout).toMatch(/^ {2}model\.\S+k_proj\.qweight +I32 +\[6, 32\] +768 /m);
    const json = await runHere("tensors", join(folder, "model.safetensors"), "--json");
    const { tensors } = JSON.parse(json.stdout) as {
      tensors: { name: string; parts?: object[] }[];
    };
    const weight = tensors.find(({ name }) => name.endsWith("k_proj.weight"));
    expect(weight?.parts).toContainEqual({
      role: "scales",
      name: "model.layers.0.self_attn.k_proj.scales",
      dtype: "F16",
      shape: [2, 32],
      bytes: 128,
      file: "model.safetensors",
    });
    expect(tensors.map(({ name }) => name)).not.toContain("model.layers.0.self_attn.k_proj.scales");
  });
});

describe("poslens vectors and tokenize", () => {
  test("a rotation is written as [n, 2, pairs]", async () => {
    const out = join(folder, "vectors.npy");
    expect((await runHere("vectors", demo, "--positions", "5:8", "--out", out)).code).toBe(0);
    const bytes = await readFile(out);
    expect(bytes.subarray(0, 128).toString("latin1")).toContain("'shape': (3, 2, 16)");
    const values = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset + 128, bytes.byteOffset + bytes.length),
    );
    expect(values[0]).toBeCloseTo(Math.cos(5), 6);
    expect(values[16]).toBeCloseTo(Math.sin(5), 6);
    expect(values[32]).toBeCloseTo(Math.cos(6), 6);
  });

  test("the same as CSV, a line per position", async () => {
    const out = join(folder, "vectors.csv");
    expect((await runHere("vectors", demo, "--positions", "0:2", "--out", out)).code).toBe(0);
    const [head, first, second] = (await readFile(out, "utf8")).split("\n");
    expect(head?.split(",").slice(0, 2)).toEqual(["position", "cos.0"]);
    expect(first?.split(",")).toHaveLength(33);
    expect(Number(second?.split(",")[1])).toBeCloseTo(Math.cos(1), 6);
  });

  test("tokens come with ids and offsets", async () => {
    const { stdout } = await runHere("tokenize", demo, "--prompt", "It is", "--json");
    expect(JSON.parse(stdout)).toEqual({
      ids: [1017, 364],
      tokens: ["It", "Ġis"],
      offsets: [
        [0, 2],
        [2, 5],
      ],
    });
  });
});

describe("what cannot be done ends with 2 and one sentence", () => {
  const out = (): string[] => ["--out", join(folder, "never.safetensors")];
  const cases: [string, () => string[], string][] = [
    ["an unknown command", () => ["inspekt"], 'no command "inspekt"'],
    ["no path", () => ["inspect"], "one PATH is needed"],
    ["two paths", () => ["tensors", demo, demo], "2 were given"],
    ["an unknown option", () => ["inspect", demo, "--jsn"], "--jsn"],
    ["a path where nothing is", () => ["inspect", "/nowhere/at/all"], "nothing is at"],
    ["no tokens at all", () => ["trace", demo, ...out()], "none was given"],
    ["an empty prompt", () => ["trace", demo, "--prompt", "", ...out()], "no tokens"],
    [
      "two sources",
      () => ["trace", demo, "--prompt", "a", "--tokens", "1", ...out()],
      "prompt and tokens",
    ],
    ["tokens that are words", () => ["trace", demo, "--tokens", "one", ...out()], '"one"'],
    [
      "a token outside",
      () => ["trace", demo, "--tokens", "1,1024", ...out()],
      "token 1024 at position 1",
    ],
    ["no output file", () => ["trace", demo, "--tokens", "1"], "--out"],
    [
      "an unknown backend",
      () => ["trace", demo, "--tokens", "1", "--backend", "gpu", ...out()],
      "wasm, cpu",
    ],
    [
      "layers backwards",
      () => ["trace", demo, "--tokens", "1", "--layers", "3:1", ...out()],
      "3:1",
    ],
    ["layers beyond", () => ["trace", demo, "--tokens", "1", "--layers", "0:5", ...out()], "B ≤ 4"],
    [
      "a folder to write to that is not there",
      () => ["trace", demo, "--tokens", "1", "--out", join(folder, "no", "x")],
      "ENOENT",
    ],
    [
      "inputs without ids",
      () => ["trace", demo, "--inputs", join(demo, "model.safetensors"), ...out()],
      "no tensor input_ids",
    ],
  ];

  test.each(cases)("%s", async (_, args, part) => {
    const { code, stdout, stderr } = await runHere(...args());
    const lines = stderr.trimEnd().split("\n");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(lines.at(-1)).toMatch(/^poslens: /);
    expect(lines.at(-1)).toContain(part);
    expect(stderr).not.toContain("    at ");
  });

  test("in a process of its own too", async () => {
    const { code, stdout, stderr } = await runCli("inspekt");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^poslens: there is no command "inspekt", .*\n$/);
  });

  test("a model without weights can be inspected, but not run", async () => {
    const bare = join(folder, "bare");
    await cp(join(demo, "config.json"), join(bare, "config.json"));
    expect((await runHere("inspect", bare, "--json")).code).toBe(0);
    const { code, stderr } = await runHere("trace", bare, "--tokens", "1", ...out());
    expect(code).toBe(2);
    expect(stderr).toContain("has no checkpoint");
  });

  test("control characters of a hostile file do not reach the terminal", async () => {
    const hostile = join(folder, "hostile");
    await cp(join(demo, "config.json"), join(hostile, "config.json"));
    const text = await readFile(join(hostile, "config.json"), "utf8");
    const escape = String.raw`\u001b[2J`;
    await writeFile(join(hostile, "config.json"), text.replace('"llama"', `"llama${escape}"`));
    const { stdout, stderr } = await runHere("inspect", hostile);
    expect(stdout).toContain("model_type");
    expect(stdout + stderr).not.toContain("\u001b");
  });
});

test("help names every command", async () => {
  const { code, stdout } = await runHere("--help");
  expect(code).toBe(0);
  for (const name of ["inspect", "tensors", "trace", "vectors", "tokenize"]) {
    expect(stdout).toContain(`poslens ${name} PATH`);
  }
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { readTorch } from "../../../../../src/core/formats/torch/readTorch.ts";
import type { TensorTable } from "../../../../../src/core/formats/tensorTable.ts";
import type { Parsed } from "../../../../../src/core/problem.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";
import { makeZip } from "../zip/makeZip.ts";

const fixtures = new URL("../../../../fixtures/formats/torch/", import.meta.url).pathname;
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** A tensor of four F32 as protocol 0 writes it. */
const tensor =
  "ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\ntQI0\n(I4\nt(I1\ntI00\nNtR";

function archiveOf(
  pickle: string,
  more: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
  const members = Object.entries(more).map(([name, data]) => ({
    name: `m/${name}`,
    data: bytesOf(data),
  }));
  const parts = [
    { name: "m/data.pkl", data: bytesOf(pickle) },
    { name: "m/data/0", data: values },
  ];
  return makeZip([...parts, ...members]);
}

async function open(bytes: Uint8Array): Promise<Parsed<TensorTable>> {
  return readTorch(memorySource(bytes), "x.pt");
}

describe("PyTorch files", () => {
  it("looks into nested containers to a depth, and says so", async () => {
    const deep = `}(S'w'\n${tensor}S'x'\n${"(".repeat(60_000)}${"l".repeat(60_000)}u.`;
    const { value, problems } = await open(archiveOf(deep));
    expect(value.tensors.map(({ name }) => name)).toEqual(["w"]);
    expect(problems.map(({ code }) => code)).toContain("too-deep");
  });

  it("lists a tensor in every place where its container stands, within bounds", async () => {
    const twice = `}(S'a'\n}(S'w'\n${tensor}up1\nS'b'\ng1\nu.`;
    expect((await open(archiveOf(twice))).value.tensors.map(({ name }) => name)).toEqual([
      "a.w",
      "b.w",
    ]);
    // Each list has the one before twice: 2^40 places of one tensor.
    const laughs = `(${tensor}lp0\n${Array.from({ length: 40 }, (_, i) => `(g${i}\ng${i}\nlp${i + 1}\n`).join("")}.`;
    const started = performance.now();
    const { value, problems } = await open(archiveOf(laughs));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(value.tensors.length).toBeLessThan(200_000);
    expect(problems.map(({ code }) => code)).toContain("repeated-container");
  });

  it("shows what else there is as text, up to a number of values", async () => {
    const settings = `}(S'w'\n${tensor}S'epoch'\nI3\nS'name'\nS'run'\nS'__proto__'\nI1\nu.`;
    const { value } = await open(archiveOf(settings));
    expect(value.metadata.get("structure")).toBe('{"epoch":3,"name":"run","__proto__":1}');
    const history = `}(S'w'\n${tensor}S'h'\n(${"I1\n".repeat(5000)}lu.`;
    const long = (await open(archiveOf(history))).value.metadata;
    expect(long.get("structure_omitted")).toBe("4000 further values besides tensors");
  });

  it("reads what was written big endian", async () => {
    const bytes = archiveOf(`${tensor}.`, { byteorder: "big" });
    const { value } = await open(bytes);
    const reader = new TensorReader(memoryFiles({ "/m/x.pt": bytes }), "/m", value);
    const { bytes: values } = await reader.readTensor("");
    expect(new DataView(values).getFloat32(4, false)).toBe(2);
  });

  it("says of each tensor why it cannot be read", async () => {
    const missing = tensor.replace("S'0'", "S'7'");
    const bytes = archiveOf(`}(S'w'\n${tensor}S'gone'\n${missing}u.`);
    const { value } = await open(bytes);
    const reader = new TensorReader(memoryFiles({ "/m/x.pt": bytes }), "/m", value);
    expect(new Float32Array((await reader.readTensor("w")).bytes)[2]).toBe(3);
    await expect(reader.readTensor("gone")).rejects.toMatchObject({
      code: "missing-tensor",
      message: 'x.pt: gone has no storage "7" in the file',
    });
  });

  it("refuses tar files with what to do, and other files with what they are", async () => {
    const tar = new Uint8Array(1024);
    tar.set(bytesOf("sys_info"));
    tar.set(bytesOf("ustar"), 257);
    await expect(open(tar)).rejects.toThrow(
      /is a tar archive: PyTorch before 0.2 .* save it again/,
    );
    await expect(open(bytesOf("version https://git-lfs.github.com/spec/v1\n"))).rejects.toThrow(
      /LFS/,
    );
    await expect(open(bytesOf("hello"))).rejects.toMatchObject({ code: "bad-magic" });
  });

  it("reads headers only: storages are not touched before they are asked for", async () => {
    const whole = readFileSync(`${fixtures}nested-checkpoint.pt`);
    const source = memorySource(whole);
    const ranges: [number, number][] = [];
    const { value } = await readTorch(
      {
        byteLength: whole.length,
        read: async (offset, length, signal) => {
          // The end record is searched for in the last 64 KiB, which are all of a file as small as this.
          if (length < 1000) ranges.push([offset, offset + length]);
          return source.read(offset, length, signal);
        },
      },
      "x.pt",
    );
    const large = value.tensors.filter(({ byteLength }) => byteLength > 100);
    expect(large.length).toBeGreaterThan(3);
    for (const { offset } of large) {
      expect(ranges.some(([from, to]) => from > 512 && from <= offset && offset < to)).toBe(false);
    }
  });

  it.each([8, 100, 300, 600, 900, 1000])(
    "lists or refuses a legacy file that ends at byte %i",
    async (end) => {
      const bytes = readFileSync(`${fixtures}legacy.bin`).subarray(0, end);
      const outcome = await open(bytes).catch((error: unknown) => error);
      if (end < 700) expect(outcome).toMatchObject({ code: "truncated" });
      else expect((outcome as Parsed<TensorTable>).problems.length).toBeGreaterThan(0);
    },
  );
});

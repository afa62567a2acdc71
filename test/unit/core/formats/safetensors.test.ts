import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { FormatError } from "../../../../src/core/errors.ts";
import { checkpointFormats, recogniseFormat } from "../../../../src/core/formats/registry.ts";
import { readSafetensors } from "../../../../src/core/formats/safetensors.ts";
import { writeSafetensors } from "../../../../src/core/formats/safetensorsWriter.ts";
import { seededRandom } from "../seededRandom.ts";

const encoder = new TextEncoder();

function model(): Uint8Array<ArrayBuffer> {
  const tensor = (name: string, rows: number): Parameters<typeof writeSafetensors>[0][number] => ({
    name,
    dtype: "F16",
    shape: [rows, 4],
    bytes: new ArrayBuffer(rows * 8),
  });
  return writeSafetensors([tensor("first", 3), tensor("second", 5)], new Map([["format", "pt"]]));
}

async function codeOf(bytes: Uint8Array): Promise<string> {
  return readSafetensors(memorySource(bytes), "x").then(
    () => "read",
    (error: unknown) => (error instanceof FormatError ? error.code : String(error)),
  );
}

/** A file of any header text, followed by `dataBytes` zeros. */
function fileOf(header: string, dataBytes: number): Uint8Array {
  const text = encoder.encode(header);
  const file = new Uint8Array(8 + text.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

describe("readSafetensors", () => {
  it("lists a half-downloaded file and says how much is missing", async () => {
    const whole = model();
    const half = whole.subarray(0, whole.length - 50);
    const { value, problems } = await readSafetensors(memorySource(half), "x");
    expect(value.tensors.map((tensor) => tensor.name)).toEqual(["first", "second"]);
    expect(problems).toMatchObject([{ code: "data-missing", offset: half.length }]);
    expect(problems[0]!.message).toMatch(/50 are missing, in 2 of 2 tensors; is the download/);
  });

  it.each([
    ["a pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", /git lfs pull/],
    ["a page", "<!DOCTYPE html><html></html>", /HTML page/],
    ["zeros", "\0".repeat(100), /begun and not written/],
  ])("says what stands in the file's place: %s", async (_, text, message) => {
    const source = memorySource(encoder.encode(text));
    await expect(readSafetensors(source, "x")).rejects.toThrow(message);
  });

  it("reads the header and not the data", async () => {
    const bytes = model();
    let read = 0;
    const source = {
      byteLength: bytes.length + 1e12,
      read: async (offset: number, length: number) => {
        read += length;
        return bytes.slice(offset, offset + length);
      },
    };
    const { value } = await readSafetensors(source, "x");
    expect(value.tensors).toHaveLength(2);
    const [first] = value.tensors;
    // The first 64 bytes, to see what the file is, and then the header.
    expect(read).toBe(64 + first!.offset - 8);
  });

  it("names the byte at which a header stops being JSON", async () => {
    const error = await readSafetensors(memorySource(fileOf('{"é": oops}', 0)), "x").catch(
      (caught: unknown) => caught,
    );
    // 8 bytes of length, then {"é": with an é of two bytes and a space.
    expect(error).toMatchObject({ code: "bad-json", offset: 8 + 7 });
  });

  it.each([
    ["a comment", "{/* no */}"],
    ["a trailing comma", '{"__metadata__": {"a": "b",}}'],
    ["two values", "{} {}"],
    ["a cut text", '{"a'],
    ["no comma", '{"a": {} "b": {}}'],
  ])("takes strict JSON only: %s", async (_, header) => {
    expect(await codeOf(fileOf(header, 0))).toBe("bad-json");
  });

  it("says where bytes belong to no tensor", async () => {
    const header = '{"a": {"dtype": "U8", "shape": [2], "data_offsets": [3, 5]}}';
    const { problems } = await readSafetensors(memorySource(fileOf(header, 5)), "x");
    expect(problems).toMatchObject([{ code: "gap", offset: 8 + header.length }]);
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(
      readSafetensors(memorySource(model()), "x", controller.signal),
    ).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("fuzzed safetensors", () => {
  it("gives a table or a FormatError for every truncation", async () => {
    const whole = model();
    for (let length = 0; length < whole.length; length++) {
      const outcome = await codeOf(whole.subarray(0, length));
      expect(["read", "truncated"], `${length} bytes`).toContain(outcome);
    }
  });

  it("gives a table or a FormatError for 5 000 files with flipped bits", async () => {
    const random = seededRandom(20261125);
    const whole = model();
    const headerEnd = whole.length - 64;
    const started = performance.now();
    const seen = new Set<string>();
    for (let round = 0; round < 5000; round++) {
      const bytes = whole.slice();
      for (let flip = 0; flip <= random(4); flip++) {
        const at = random(headerEnd);
        bytes[at] = bytes[at]! ^ (1 << random(8));
      }
      seen.add(await codeOf(bytes));
    }
    expect(performance.now() - started).toBeLessThan(10_000);
    for (const code of seen) expect(knownCodes).toContain(code);
    expect(seen.has("read")).toBe(true);
    expect(seen.has("bad-json")).toBe(true);
  });
});

const knownCodes = [
  "read",
  "truncated",
  "bad-json",
  "bad-header",
  "bad-encoding",
  "bad-magic",
  "limit-exceeded",
];

describe("recogniseFormat", () => {
  it("has one format for each extension", () => {
    const extensions = checkpointFormats.flatMap((format) => format.extensions);
    expect(new Set(extensions).size).toBe(extensions.length);
    for (const extension of extensions) expect(extension).toMatch(/^[a-z0-9._-]+$/);
  });

  it.each([
    ["content before name", model().subarray(0, 16), "model.gguf", "safetensors"],
    ["GGUF", encoder.encode("GGUF\u0003"), "model.safetensors", "gguf"],
    ["a zip", encoder.encode("PK\u0003\u0004"), "x.bin", "torch"],
    ["name where content says nothing", new Uint8Array(3), "a.ONNX", "onnx"],
    ["nothing known", new Uint8Array(3), "a.xyz", undefined],
  ])("goes by %s", (_, head, name, id) => {
    expect(recogniseFormat(head, name)?.id).toBe(id);
  });

  it("refuses what it knows and does not read", async () => {
    const flax = recogniseFormat(new Uint8Array(4), "m.msgpack")!;
    await expect(flax.read(memorySource(new Uint8Array(4)), "m.msgpack")).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("not readable in this version") as string,
    });
  });
});

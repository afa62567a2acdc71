import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { readOnnx } from "../../../../../src/core/formats/onnx/readOnnx.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";

/** Written by onnx 1.23: every type in its typed field, a node with two graphs, a sparse tensor, four-bit numbers. */
const typed = readFileSync(
  new URL("../../../../fixtures/formats/onnx/typed.onnx", import.meta.url),
);

/** A field of a message: its number, and a varint or bytes. */
function field(number: number, content: number | Uint8Array): Uint8Array {
  if (typeof content === "number") return Buffer.concat([varint(number * 8), varint(content)]);
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** A model of one tensor with these fields. */
function modelOf(...tensor: readonly Uint8Array[]): Buffer {
  return Buffer.from(field(7, field(5, Buffer.concat([...tensor, field(8, text("w"))]))));
}

async function open(bytes: Uint8Array): Promise<{
  readonly names: readonly string[];
  readonly problems: readonly string[];
  readonly read: (name: string, rows?: readonly number[]) => Promise<ArrayBuffer>;
}> {
  const { value, problems } = await readOnnx(memorySource(bytes), "x.onnx");
  const reader = new TensorReader(memoryFiles({ "/m/x.onnx": bytes }), "/m", value);
  return {
    names: value.tensors.map(
      ({ name, dtypeName, shape }) => `${name} ${dtypeName} [${shape.join()}]`,
    ),
    problems: problems.map(({ message }) => message),
    read: async (name, rows) =>
      (await (rows === undefined ? reader.readTensor(name) : reader.readRows(name, rows))).bytes,
  };
}

describe("readOnnx", () => {
  it("lists every type, graphs inside nodes, and says what it leaves out", async () => {
    const { names, problems } = await open(typed);
    expect(names).toEqual([
      "branch.else_branch.w F32 [1]",
      "branch.then_branch.w F32 [1]",
      ...["i8 I8 [3]", "u8 U8 [2]", "i16 I16 [2]", "u16 U16 [2]", "i64 I64 [2,2]", "u32 U32 [2]"],
      ...["u64 U64 [2]", "f16 F16 [2]", "bf16 BF16 [2]", "f64 F64 [2]", "bool BOOL [2]"],
      ...["f8 F8_E4M3 [2]", "empty F32 [0,3]", "i4 INT4 [3]"],
    ]);
    expect(problems).toEqual([
      expect.stringMatching(/"text" is of type STRING/),
      expect.stringMatching(/sparse tensor "sparse_w"/),
    ]);
  });

  it("reads typed fields: negative numbers, bits of halves, 64 bits", async () => {
    const { read } = await open(typed);
    expect([...new Int8Array(await read("i8"))]).toEqual([-1, 0, 127]);
    expect([...new Int16Array(await read("i16"))]).toEqual([-32768, 5]);
    expect([...new Uint16Array(await read("u16"))]).toEqual([65535, 5]);
    expect([...new BigInt64Array(await read("i64"))]).toEqual([-1n, 2n ** 62n, -(2n ** 63n), 0n]);
    expect([...new BigInt64Array(await read("i64", [1, 0, 1]))]).toEqual(
      [-(2n ** 63n), 0n, -1n, 2n ** 62n].concat(-(2n ** 63n), 0n),
    );
    expect([...new Uint32Array(await read("u32"))]).toEqual([2 ** 32 - 1, 1]);
    expect([...new BigUint64Array(await read("u64"))]).toEqual([2n ** 64n - 1n, 1n]);
    expect([...new Float16Array(await read("f16"))]).toEqual([1.5, -0.25]);
    expect([...new Uint16Array(await read("bf16"))]).toEqual([0x4040, 0xc000]);
    expect([...new Float64Array(await read("f64"))]).toEqual([0.1, -1e300]);
    expect([...new Uint8Array(await read("bool"))]).toEqual([1, 0]);
    expect([...new Float32Array(await read("branch.else_branch.w"))]).toEqual([8]);
  });

  it("reads fields that are not packed", async () => {
    const axes = [field(1, 2), field(1, 2), field(2, 6)];
    const numbers = [7, 300, 0, 1].map((value) => field(5, value));
    const { names, read } = await open(modelOf(...axes, ...numbers));
    expect(names).toEqual(["w I32 [2,2]"]);
    expect([...new Int32Array(await read("w"))]).toEqual([7, 300, 0, 1]);
    expect([...new Int32Array(await read("w", [1]))]).toEqual([0, 1]);
  });

  it.each([
    [
      "too few raw bytes",
      [field(1, 3), field(2, 1), field(9, new Uint8Array(8))],
      /needs 12 bytes and has 8/,
    ],
    ["no values", [field(1, 3), field(2, 1)], /has no values/],
    [
      "fewer numbers than one byte each",
      [field(1, 9), field(2, 6), field(5, new Uint8Array(8))],
      /has 8 bytes for 9 values/,
    ],
    ["a file above", external("../w.bin"), /no file beside the model/],
    ["a file from the root", external("/etc/passwd"), /no file beside the model/],
    ["a drive", external("C:w.bin"), /no file beside the model/],
    ["another separator", external("..\\w.bin"), /no file beside the model/],
    ["a length that is wrong", external("w.bin", "11"), /is said to have "11"/],
    ["an offset that is none", external("w.bin", "12", "-1"), /at "-1"/],
  ])("lists a tensor with %s and does not read it", async (_, tensor, message) => {
    const { names, problems, read } = await open(modelOf(...tensor));
    expect(names).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(message)]);
    await expect(read("w")).rejects.toMatchObject({ code: "missing-tensor" });
  });

  it.each([
    ["a message without a graph", Buffer.from(field(1, 9)), "bad-header"],
    ["nothing", Buffer.alloc(0), "bad-header"],
    ["a group", Uint8Array.of(0x3b), "bad-value"],
    ["a field of number 0", Uint8Array.of(0x00, 0x01), "bad-value"],
    ["a graph beyond its end", Uint8Array.of(0x3a, 0x7f, 0x00), "truncated"],
    ["an HTML page", Buffer.from(text("<!doctype html>")), "bad-magic"],
  ])("refuses %s", async (_, bytes, code) => {
    await expect(readOnnx(memorySource(bytes), "x.onnx")).rejects.toMatchObject({ code });
  });

  it("stops at a number of graphs inside graphs", async () => {
    let graph: Uint8Array = field(
      5,
      Buffer.concat([field(1, 0), field(2, 1), field(8, text("w"))]),
    );
    for (let i = 0; i < 60; i++) {
      const attribute = Buffer.concat([field(1, text("body")), field(6, graph)]);
      graph = field(1, Buffer.concat([field(3, text(`n${i}`)), field(5, attribute)]));
    }
    const { names, problems } = await open(Buffer.from(field(7, graph)));
    expect(names).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(/more than 16 levels/)]);
  });
});

/** A tensor of three F32 in another file. */
function external(location: string, length = "12", offset = "0"): readonly Uint8Array[] {
  const pair = (key: string, value: string): Uint8Array =>
    field(13, Buffer.concat([field(1, text(key)), field(2, text(value))]));
  const where = [pair("location", location), pair("length", length), pair("offset", offset)];
  return [field(1, 3), field(2, 1), field(14, 1), ...where];
}

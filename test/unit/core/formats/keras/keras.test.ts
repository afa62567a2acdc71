import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { INFLATED_KEPT_BYTES } from "../../../../../src/core/bytes/limits.ts";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { decodeFloats } from "../../../../../src/core/formats/decodeFloats.ts";
import { formatByName, recogniseFormat } from "../../../../../src/core/formats/registry.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";
import { makeZip, type MadeMember } from "../zip/makeZip.ts";

const folder = new URL("../../../../fixtures/formats/h5/", import.meta.url).pathname;

type Expected = Readonly<
  Record<string, Readonly<Record<string, { shape: readonly number[]; values: readonly number[] }>>>
>;

function expectedOf(name: string): Expected {
  return JSON.parse(readFileSync(`${folder}${name}.expected.json`, "utf8")) as Expected;
}

const cases = Object.entries({ ...expectedOf("keras"), ...expectedOf("forms") });

/** An archive as Keras writes it: settings first, the weights stored; `deflated` as another tool packs it anew. */
function archiveOf(weights: Uint8Array, packing: "stored" | "deflated"): Uint8Array<ArrayBuffer> {
  const settings = { name: "config.json", data: new TextEncoder().encode("{}") };
  const name = "model.weights.h5";
  const member: MadeMember =
    packing === "stored"
      ? { name, data: weights }
      : { name, data: deflateRawSync(weights), method: 8, inflatedLength: weights.length };
  return makeZip([settings, member]);
}

async function opened(bytes: Uint8Array) {
  const format = recogniseFormat(bytes, "model.keras");
  if (format === undefined) expect.fail("not recognised");
  const { value, problems } = await format.read(memorySource(bytes), "model.keras");
  const files = memoryFiles({ "/m/model.keras": bytes });
  return { format, value, problems, files, reader: new TensorReader(files, "/m", value) };
}

describe.each(["stored", "deflated"] as const)("weights in a .keras archive, %s", (packing) => {
  it.each(cases)("%s", async (name, expected) => {
    const archive = archiveOf(readFileSync(`${folder}${name}`), packing);
    const { value, problems, reader } = await opened(archive);
    expect(value.format).toBe("keras");
    expect(problems).toEqual([]);
    const numeric = value.tensors.filter(({ dtype }) => dtype !== undefined);
    expect(numeric.map((tensor) => tensor.name).toSorted()).toEqual(
      Object.keys(expected).toSorted(),
    );
    for (const { name: tensor, shape, file } of numeric) {
      expect(file).toBe("model.keras");
      const { dtype, bytes } = await reader.readTensor(tensor);
      expect(shape).toEqual(expected[tensor]?.shape);
      const values = dtype === "F64" ? new Float64Array(bytes) : decodeFloats(dtype, bytes);
      expect([...values], tensor).toEqual(expected[tensor]?.values);
      const [count = 0] = shape;
      if (count === 0) continue;
      const last = await reader.readRows(tensor, [count - 1]);
      const tail = new Uint8Array(bytes).subarray(-last.bytes.byteLength);
      expect(Buffer.from(last.bytes).equals(tail), tensor).toBe(true);
    }
  });
});

describe("a .keras archive", () => {
  const weights = readFileSync(`${folder}keras-weights-chunked-gzip.h5`);

  it("is known by its content under another name, and by its name alone", async () => {
    expect(formatByName("a.keras")?.id).toBe("keras");
    const bytes = archiveOf(weights, "stored");
    const { value } = await recogniseFormat(bytes, "a.bin")!.read(memorySource(bytes), "a.bin");
    expect(value.format).toBe("keras");
  });

  it("refuses weights that were deflated and are too large to be kept", async () => {
    const data = deflateRawSync(new Uint8Array(INFLATED_KEPT_BYTES + 1), { level: 1 });
    const inflatedLength = INFLATED_KEPT_BYTES + 1;
    const bytes = makeZip([{ name: "model.weights.h5", data, method: 8, inflatedLength }]);
    await expect(opened(bytes)).rejects.toMatchObject({ code: "limit-exceeded" });
  });

  it("reads no chunk beyond the end of its member", async () => {
    const archive = archiveOf(weights, "stored");
    const { value, files } = await opened(archive);
    const chunked = value.tensors.find(({ storage }) => storage?.kind === "enclosed");
    if (chunked?.storage?.kind !== "enclosed") expect.fail("no chunks");
    const { member, inner } = chunked.storage;
    const storage = { kind: "enclosed", member: { ...member, inflatedLength: 64 }, inner } as const;
    const table = { ...value, tensors: [{ ...chunked, storage }] };
    const reader = new TensorReader(files, "/m", table);
    await expect(reader.readTensor(chunked.name)).rejects.toMatchObject({ code: "read-past-end" });
  });
});

import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { findZipData, readZipData } from "../../../../../src/core/formats/zip/zipData.ts";
import { readZipCheckpoint } from "../../../../../src/core/formats/zip/readZipCheckpoint.ts";
import { readZipDirectory } from "../../../../../src/core/formats/zip/zipDirectory.ts";
import { makeZip, type MadeMember } from "./makeZip.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const stored: MadeMember = { name: "a.txt", data: text("stored") };
const long = text("word ".repeat(1000));
const deflated: MadeMember = {
  name: "ü/b.txt",
  data: deflateRawSync(long),
  method: 8,
  inflatedLength: long.length,
};

async function contentOf(bytes: Uint8Array, name: string): Promise<string> {
  const archive = { source: memorySource(bytes), file: "x.zip" };
  const { value } = await readZipDirectory(archive.source, "x.zip");
  const data = await findZipData(archive, value.get(name)!);
  return new TextDecoder().decode(await readZipData(archive, { data, name, limit: 1e6 }));
}

describe("ZIP archives", () => {
  it.each([
    ["plain", makeZip([stored, deflated])],
    ["with a comment", makeZip([stored, deflated], { comment: "PK\u0005\u0006 is in here" })],
    [
      "of zip64",
      makeZip(
        [
          { ...stored, wide: true },
          { ...deflated, wide: true },
        ],
        { wide: true },
      ),
    ],
  ])("reads members: %s", async (_, bytes) => {
    const { value, problems } = await readZipDirectory(memorySource(bytes), "x.zip");
    expect(problems).toEqual([]);
    expect([...value.keys()]).toEqual(["a.txt", "ü/b.txt"]);
    expect(await contentOf(bytes, "a.txt")).toBe("stored");
    expect(await contentOf(bytes, "ü/b.txt")).toBe("word ".repeat(1000));
  });

  it("reads the first bytes of a member and no more than they take", async () => {
    const zeros = deflateRawSync(new Uint8Array(5_000_000));
    const member = { name: "z", data: zeros, method: 8, inflatedLength: 5_000_000 };
    const archive = { source: memorySource(makeZip([member])), file: "x.zip" };
    const { value } = await readZipDirectory(archive.source, "x.zip");
    const data = await findZipData(archive, value.get("z")!);
    expect(await readZipData(archive, { data, name: "z", limit: 10 })).toHaveLength(10);
  });

  it("says which members lie on top of others", async () => {
    const bytes = makeZip([stored, { ...stored, name: "c.txt" }]);
    // The second entry of the directory is sent to the place of the first.
    const directory = bytes.length - 22 - 46 - "c.txt".length;
    new DataView(bytes.buffer).setUint32(directory + 42, 2, true);
    const { problems } = await readZipDirectory(memorySource(bytes), "x.zip");
    expect(problems.map(({ code }) => code)).toContain("overlap");
  });

  it.each([
    ["no end", makeZip([stored]).subarray(0, -1), "truncated"],
    ["nothing but an end", makeZip([]).subarray(1), "truncated"],
    ["two of one name", makeZip([stored, stored]), "bad-header"],
    [
      "more than eight gigabytes in a few bytes",
      makeZip([{ ...deflated, name: "a.txt", inflatedLength: 2 ** 34, wide: true }], {
        wide: true,
      }),
      "limit-exceeded",
    ],
    ["an encrypted member", encrypted(), "unsupported"],
  ])("refuses %s", async (_, bytes, code) => {
    await expect(contentOf(bytes, "a.txt")).rejects.toMatchObject({ code });
  });

  it.each([
    ["anything else", ["readme.txt"], /no checkpoint that is known/],
    ["two pickles", ["a/data.pkl", "b/data.pkl"], /more than one data.pkl/],
  ])("says what an archive of %s is", async (_, names, message) => {
    const bytes = makeZip(names.map((name) => ({ name, data: text(name) })));
    await expect(readZipCheckpoint(memorySource(bytes), "x.pt")).rejects.toThrow(message);
  });
});

function encrypted(): Uint8Array {
  const bytes = makeZip([stored]);
  const directory = bytes.length - 22 - 46 - "a.txt".length;
  new DataView(bytes.buffer).setUint16(directory + 8, 0x801, true);
  return bytes;
}

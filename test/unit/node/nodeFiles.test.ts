import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { FormatErrorCode } from "../../../src/core/errors.ts";
import { nodeFiles } from "../../../src/node/nodeFiles.ts";

let folder: string;

beforeEach(async () => {
  folder = (await mkdtemp(join(tmpdir(), "poslens-node-"))).replaceAll("\\", "/");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("open", () => {
  it("reads exactly the range, into a buffer of its own", async () => {
    await writeFile(
      `${folder}/a.bin`,
      Uint8Array.from({ length: 100 }, (_, index) => index),
    );
    const source = await nodeFiles.open(`${folder}/a.bin`);
    const first = await source.read(10, 5);
    const second = await source.read(10, 5);
    await source.close();
    expect(source.byteLength).toBe(100);
    expect([...first]).toEqual([10, 11, 12, 13, 14]);
    expect(first.byteOffset).toBe(0);
    expect(first.buffer.byteLength).toBe(5);
    expect(first.buffer).not.toBe(second.buffer);
  });

  it("reads a range longer than one piece", async () => {
    const length = 17 * 1024 * 1024;
    await writeFile(`${folder}/big.bin`, "");
    await truncate(`${folder}/big.bin`, length);
    const source = await nodeFiles.open(`${folder}/big.bin`);
    expect((await source.read(0, length)).length).toBe(length);
    await source.close();
  });

  it.each([
    [90, 11],
    [-1, 4],
    [0, -1],
    [0.5, 1],
    [Number.MAX_SAFE_INTEGER, 1],
    [0, Number.NaN],
  ])("refuses %d + %d of 100 bytes", async (offset, length) => {
    await writeFile(`${folder}/a.bin`, new Uint8Array(100));
    const source = await nodeFiles.open(`${folder}/a.bin`);
    await expect(source.read(offset, length)).rejects.toMatchObject({ code: "read-past-end" });
    await source.close();
  });

  it("notices a file that became shorter", async () => {
    await writeFile(`${folder}/a.bin`, new Uint8Array(100));
    const source = await nodeFiles.open(`${folder}/a.bin`);
    await truncate(`${folder}/a.bin`, 20);
    await expect(source.read(0, 100)).rejects.toMatchObject({ code: "read-past-end", offset: 20 });
    await source.close();
  });

  it("stops when it is cancelled", async () => {
    await writeFile(`${folder}/a.bin`, new Uint8Array(100));
    const source = await nodeFiles.open(`${folder}/a.bin`);
    const controller = new AbortController();
    controller.abort();
    await expect(source.read(0, 1, controller.signal)).rejects.toBe(controller.signal.reason);
    const later = new AbortController();
    const reading = source.read(0, 100, later.signal);
    later.abort();
    await expect(reading).rejects.toBe(later.signal.reason);
    await source.close();
  });

  it.each<[string, FormatErrorCode]>([
    ["missing.bin", "not-found"],
    ["", "not-readable"],
    ["a.bin/inside", "not-found"],
    ["nul\0.bin", "not-found"],
    ["x".repeat(300), "not-readable"],
  ])("refuses %j as %s", async (name, code) => {
    await writeFile(`${folder}/a.bin`, "a");
    await expect(nodeFiles.open(`${folder}/${name}`)).rejects.toMatchObject({
      name: "FormatError",
      code,
    });
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "says that permission was denied",
    async () => {
      await writeFile(`${folder}/a.bin`, "a");
      await chmod(`${folder}/a.bin`, 0);
      await expect(nodeFiles.open(`${folder}/a.bin`)).rejects.toThrow("permission was denied");
    },
  );

  it.skipIf(process.platform === "win32")("does not wait at a pipe", async () => {
    execFileSync("mkfifo", [`${folder}/pipe`]);
    await expect(nodeFiles.open(`${folder}/pipe`)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("list and stat", () => {
  it("gives files and folders, following links and leaving out broken ones", async () => {
    await writeFile(`${folder}/a.bin`, "abc");
    await mkdir(`${folder}/sub`);
    if (process.platform !== "win32") {
      await symlink(`${folder}/a.bin`, `${folder}/link`);
      await symlink(`${folder}/nowhere`, `${folder}/broken`);
      await symlink(`${folder}/loop`, `${folder}/loop`);
    }
    const names = (await nodeFiles.list(folder)).map(({ name, kind }) => `${kind} ${name}`);
    const links = process.platform === "win32" ? [] : ["file link"];
    expect(names.sort()).toEqual(["file a.bin", ...links, "folder sub"]);
  });

  it("gives size and time of a file, and nothing where nothing is", async () => {
    await writeFile(`${folder}/a.bin`, "abc");
    expect(await nodeFiles.stat(`${folder}/a.bin`)).toMatchObject({ kind: "file", size: 3 });
    expect((await nodeFiles.stat(`${folder}/a.bin`))?.modified).toBeGreaterThan(1e12);
    expect(await nodeFiles.stat(folder)).toMatchObject({ kind: "folder", size: 0 });
    expect(await nodeFiles.stat(`${folder}/missing`)).toBeUndefined();
  });

  it("refuses to list what is no folder", async () => {
    await expect(nodeFiles.list(`${folder}/missing`)).rejects.toMatchObject({ code: "not-found" });
  });
});

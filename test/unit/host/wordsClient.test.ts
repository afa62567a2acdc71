import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenByteSource } from "../../../src/core/bytes/byteSource.ts";
import { memorySource } from "../../../src/core/bytes/memorySource.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { WordsClient } from "../../../src/host/platform/wordsClient.ts";

const root = new URL("../../..", import.meta.url).pathname;
const bytes = readFileSync(join(root, "test/fixtures/formats/static/glove-spaces.txt"));

/** The thread as it ships, over bytes that this side reads for it. */
describe("WordsClient", () => {
  const folder = mkdtempSync(join(tmpdir(), "poslens-"));
  const script = join(folder, "wordsThread.cjs");
  beforeAll(() =>
    build({
      entryPoints: [join(root, "src/host/platform/wordsThread.ts")],
      outfile: script,
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "silent",
    }),
  );
  afterAll(() => rmSync(folder, { recursive: true }));

  const start = (read?: () => Promise<never>) => {
    let closed = 0;
    const memory = memorySource(new Uint8Array(bytes));
    const source: OpenByteSource = {
      byteLength: memory.byteLength,
      read: read ?? ((offset, length) => memory.read(offset, length)),
      close: async () => {
        closed++;
      },
    };
    return { client: new WordsClient(script, "a.txt", source), closed: () => closed };
  };

  it("answers out of its thread and tells how far it is", async () => {
    const { client, closed } = start();
    const shares: number[] = [];
    const watch = { progress: (done: number, total: number) => shares.push(done / total) };
    expect(await client.ask("words", {}, watch)).toMatchObject({ count: 125, dimensions: 20 });
    expect(shares.at(-1)).toBe(1);
    const query = { kind: "words", text: "water" } as const;
    const { neighbours, plane } = await client.ask("wordNeighbours", { query, count: 4 }, {});
    expect(neighbours).toHaveLength(4);
    expect(plane?.points).toBeInstanceOf(Float64Array);
    client.dispose();
    expect(closed()).toBe(1);
    await expect(client.ask("words", {}, {})).rejects.toMatchObject({ code: "not-readable" });
  });

  it("hands on the failures of reading and of the format", async () => {
    const broken = start(() => Promise.reject(new FormatError("not-readable", "disk gone")));
    await expect(broken.client.ask("words", {}, {})).rejects.toMatchObject({
      code: "not-readable",
      message: "disk gone",
    });
    broken.client.dispose();
    const { client } = start();
    const query = { kind: "vector", values: [1] } as const;
    await expect(client.ask("wordNeighbours", { query, count: 1 }, {})).rejects.toMatchObject({
      code: "bad-shape",
    });
    client.dispose();
  });

  it("is cancelled at once, and tells who still waits when it is closed", async () => {
    const { client } = start(() => new Promise<never>(() => undefined));
    const controller = new AbortController();
    const cancelled = client.ask("words", {}, { signal: controller.signal });
    const waiting = client.ask("words", {}, {});
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
    client.dispose();
    await expect(waiting).rejects.toMatchObject({ code: "disposed" });
  });
});

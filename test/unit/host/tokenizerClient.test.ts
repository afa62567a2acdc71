import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { TokenizerClient } from "../../../src/host/platform/tokenizerClient.ts";

/** A thread that answers, one that never does, and one that cannot start. */
const threads = {
  answers: `
    const { parentPort, workerData } = require("node:worker_threads");
    parentPort.on("message", ({ id, kind, text, ids }) => parentPort.postMessage(
      text === "bad"
        ? { id, ok: false, code: "bad-token", message: "no token" }
        : { id, ok: true, value: kind === "pieces" ? ids.map(String) : { ids: [text.length], tokens: [text], offsets: [[0, 1]] } }));`,
  loops: `require("node:worker_threads").parentPort.on("message", () => { for (;;); });`,
  breaks: `throw new Error("no such vocabulary");`,
};

describe("TokenizerClient", () => {
  const folder = mkdtempSync(join(tmpdir(), "poslens-"));
  const source = { kind: "json", json: "{}", configJson: undefined } as const;
  const start = (name: keyof typeof threads, timeLimitMs = 10_000): TokenizerClient =>
    new TokenizerClient(join(folder, `${name}.cjs`), source, { timeLimitMs });

  beforeAll(() => {
    for (const [name, source] of Object.entries(threads)) {
      writeFileSync(join(folder, `${name}.cjs`), source);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("gives each asker its own answer", async () => {
    const client = start("answers");
    const [first, second, pieces] = await Promise.all([
      client.encode("one"),
      client.encode("three"),
      client.pieces([7]),
    ]);
    expect([first.ids, second.ids, pieces]).toEqual([[3], [5], ["7"]]);
    await expect(client.encode("bad")).rejects.toMatchObject({ code: "bad-token" });
    client.dispose();
  });

  it("ends a thread that runs away, and says so", async () => {
    const client = start("loops", 300);
    await expect(client.encode("x")).rejects.toMatchObject({ code: "limit-exceeded" });
    client.dispose();
  });

  it("tells when the thread cannot start", async () => {
    const client = start("breaks");
    await expect(client.encode("x")).rejects.toThrow("no such vocabulary");
    client.dispose();
  });

  it("gives up for who cancels, and refuses once closed", async () => {
    const client = start("loops");
    const controller = new AbortController();
    const asked = client.encode("x", controller.signal);
    controller.abort();
    await expect(asked).rejects.toThrow();
    client.dispose();
    await expect(client.encode("x")).rejects.toMatchObject({ code: "not-readable" });
  });
});

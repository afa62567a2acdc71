import { describe, expect, expectTypeOf, it } from "vitest";

import { FormatError } from "../../../src/core/errors.ts";
import type { Handlers } from "../../../src/protocol/rpc.ts";
import { RpcError } from "../../../src/protocol/rpcError.ts";
import { transferring } from "../../../src/protocol/transfer.ts";
import { connect, kinds, type ViewMethods } from "./connectedPair.ts";
import { settle } from "./linkedPorts.ts";

describe("calls", () => {
  it("are answered in both directions, many at once", async () => {
    const { host, view } = connect();
    const doubles = await Promise.all([1, 2, 3].map((value) => view.call("double", value)));
    expect(doubles).toEqual([2, 4, 6]);
    await expect(host.call("shout", "ho")).resolves.toBe("HO");
  });

  it("bring back the code and the sentence of an expected failure", async () => {
    const { view } = connect({
      double: () => {
        throw new FormatError("truncated", "The file ends at byte 7.");
      },
    });
    const failure = view.call("double", 1);
    await expect(failure).rejects.toBeInstanceOf(RpcError);
    await expect(failure).rejects.toMatchObject({
      code: "truncated",
      message: "The file ends at byte 7.",
    });
  });

  it.each<[unknown, string]>([
    [new TypeError("x is undefined"), "internal"],
    ["a text", "internal"],
    [undefined, "internal"],
  ])("bring back %s as %s", async (thrown, code) => {
    const { view } = connect({
      double: () => {
        throw thrown;
      },
    });
    await expect(view.call("double", 1)).rejects.toMatchObject({ code });
  });

  it("fail where a result cannot be sent, and the asker hears of it", async () => {
    const { view, logs } = connect();
    await expect(view.call("uncloneable", null)).rejects.toMatchObject({ code: "not-sent" });
    expect(logs).toHaveLength(1);
  });

  it("fail at once where the params cannot be sent", async () => {
    const { view } = connect();
    const params = (() => 1) as unknown as number;
    await expect(view.call("double", params)).rejects.toMatchObject({ code: "not-sent" });
  });

  it("move the buffers that are named, and copy the others", async () => {
    const given = new ArrayBuffer(8);
    const kept = new ArrayBuffer(8);
    const { view } = connect({
      bytes: ({ length }) => (length === 0 ? kept : transferring(given, [given])),
    });
    expect((await view.call("bytes", { length: 8 })).byteLength).toBe(8);
    expect(given.byteLength).toBe(0);
    await view.call("bytes", { length: 0 });
    expect(kept.byteLength).toBe(8);
  });
});

describe("methods that are not there", () => {
  it.each(["missing", "constructor", "toString", "__proto__", "hasOwnProperty", ""])(
    "%j is answered with an error",
    async (method) => {
      const { view } = connect();
      await expect(view.call(method as "double", 1)).rejects.toMatchObject({
        code: "unknown-method",
      });
    },
  );
});

describe("answers", () => {
  it("come exactly once for each request", async () => {
    const { view, hostPort } = connect({
      uncloneable: () => {
        throw new Error("no");
      },
    });
    const calls = [view.call("double", 1), view.call("uncloneable", null), view.call("slow", null)];
    const settled = Promise.allSettled(calls);
    await settle();
    view.dispose();
    expect((await settled).map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    await settle();
    expect(kinds(hostPort)).toEqual(["reply", "reply"]);
  });

  it("are ignored with a word in the log when they come twice", async () => {
    const { view, viewPort, hostPort, logs } = connect();
    await view.call("double", 4);
    viewPort.hear(hostPort.sent[0]);
    expect(logs).toHaveLength(1);
    expect(logs[0]).toContain("nobody waits for");
  });

  it("are not given to a request that repeats a running id", async () => {
    const { view, hostPort, viewPort, logs } = connect();
    const slow = view.call("slow", null);
    await settle();
    hostPort.hear(viewPort.sent[0]);
    await settle();
    expect(logs).toEqual([expect.stringContaining("second request")]);
    expect(hostPort.sent).toEqual([]);
    view.dispose();
    await expect(slow).rejects.toMatchObject({ code: "disposed" });
  });
});

describe("events", () => {
  it("reach every listener until it is disposed, whatever another one does", async () => {
    const { host, view, logs } = connect();
    const heard: string[] = [];
    view.on("changed", () => {
      throw new Error("broken listener");
    });
    const first = view.on("changed", ({ file }) => heard.push(file));
    host.tell("changed", { file: "a" });
    await settle();
    first.dispose();
    host.tell("changed", { file: "b" });
    await settle();
    expect(heard).toEqual(["a"]);
    expect(logs).toHaveLength(2);
    expect(logs[0]).toContain("broken listener");
  });
});

describe("messages of somebody else", () => {
  it.each<[unknown]>([
    [undefined],
    [null],
    ["text"],
    [7],
    [[]],
    [{}],
    [{ kind: "request", id: "1", method: "double" }],
    [{ from: "x", kind: "request", id: 1, method: "double" }],
    [{ from: "x", kind: "request", id: "1", method: {} }],
    [{ from: "x", kind: "reply", id: "1" }],
    [{ from: "x", kind: "reply", id: "1", ok: false, error: "text" }],
    [{ from: "x", kind: "event", event: 3 }],
    [{ from: "x", kind: "other", id: "1" }],
  ])("%j is ignored with a word in the log", async (message) => {
    const { hostPort, logs } = connect();
    hostPort.hear(message);
    await settle();
    expect(logs).toEqual(["A message that is no envelope was ignored."]);
    expect(hostPort.sent).toEqual([]);
  });
});

it("derives every type from the contract", () => {
  const { host, view } = connect();
  host.dispose();
  view.dispose();
  const quiet = (call: Promise<unknown>): void => void call.catch(() => "disposed");
  expectTypeOf<Awaited<ReturnType<typeof view.call<"bytes">>>>().toEqualTypeOf<ArrayBuffer>();
  // @ts-expect-error The method is not in the contract.
  quiet(view.call("missing", null));
  // @ts-expect-error The params are a number.
  quiet(view.call("double", "1"));
  // @ts-expect-error The view answers this one and does not ask it.
  quiet(view.call("shout", "x"));
  // @ts-expect-error The payload is an object with a file.
  host.tell("changed", "a");
  // @ts-expect-error The host says this one and does not hear it.
  host.on("changed", () => undefined);
  // @ts-expect-error A handler is missing.
  const missing: Handlers<ViewMethods> = {};
  // @ts-expect-error The result is a text.
  const wrong: Handlers<ViewMethods> = { shout: () => 3 };
  expect([missing, wrong]).toHaveLength(2);
});

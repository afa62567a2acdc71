import { describe, expect, it } from "vitest";

import { Rpc } from "../../../src/protocol/rpc.ts";
import {
  connect,
  type HostMethods,
  type HostTells,
  kinds,
  type ViewMethods,
  type ViewRpc,
  type ViewTells,
} from "./connectedPair.ts";
import { linkedPorts, settle } from "./linkedPorts.ts";

describe("cancelling", () => {
  it("rejects at once and reaches the handler", async () => {
    let stopped = "no";
    const { view, hostPort } = connect({
      slow: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            stopped = "yes";
            reject(new Error("stopped"));
          });
        }),
    });
    const controller = new AbortController();
    const call = view.call("slow", null, controller.signal);
    await settle();
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "cancelled" });
    await settle();
    expect(stopped).toBe("yes");
    expect(hostPort.sent).toMatchObject([
      { kind: "reply", ok: false, error: { code: "cancelled" } },
    ]);
  });

  it("before the call sends nothing", async () => {
    const { view, viewPort } = connect();
    const signal = AbortSignal.abort();
    await expect(view.call("double", 1, signal)).rejects.toMatchObject({ code: "cancelled" });
    expect(viewPort.sent).toEqual([]);
  });

  it("after the answer sends nothing", async () => {
    const { view, viewPort } = connect();
    const controller = new AbortController();
    await view.call("double", 1, controller.signal);
    controller.abort();
    expect(kinds(viewPort)).toEqual(["request"]);
  });

  it("works from the host to the view as well", async () => {
    const { host } = connect();
    const controller = new AbortController();
    const call = host.call("shout", "x", controller.signal);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("disposing", () => {
  it("rejects waiting calls, and every later one", async () => {
    const { view, viewPort } = connect();
    const waiting = view.call("slow", null);
    view.dispose();
    view.dispose();
    await expect(waiting).rejects.toMatchObject({ code: "disposed" });
    await expect(view.call("double", 1)).rejects.toMatchObject({ code: "disposed" });
    view.tell("log", "unheard");
    expect(kinds(viewPort)).toEqual(["request"]);
    expect(viewPort.listeners).toBe(0);
  });

  it("aborts running handlers and lets none of them answer", async () => {
    let aborted = "no";
    const { view, host, hostPort } = connect({
      slow: async (_, signal) => {
        signal.addEventListener("abort", () => (aborted = "yes"));
        await settle();
        return "late";
      },
    });
    const call = view.call("slow", null).catch(() => "failed");
    await new Promise((resolve) => setImmediate(resolve));
    host.dispose();
    expect(aborted).toBe("yes");
    await settle();
    await settle();
    expect(hostPort.sent).toEqual([]);
    view.dispose();
    await expect(call).resolves.toBe("failed");
  });

  it("ends what is heard", async () => {
    const { view, host } = connect();
    const heard: unknown[] = [];
    view.on("changed", (payload) => heard.push(payload));
    host.tell("changed", { file: "a" });
    view.dispose();
    await settle();
    expect(heard).toEqual([]);
  });
});

describe("a reloaded view", () => {
  it("gets no answer that its predecessor asked for, and leaves no call of the host waiting", async () => {
    let aborted = "no";
    const { host, view, hostPort, viewPort } = connect({
      slow: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            aborted = "yes";
            resolve("late");
          });
        }),
    });
    void view.call("slow", null).catch(() => "of no interest");
    await settle();
    // The old one falls silent with the host's question in its hands; a new one begins on the same channel.
    viewPort.other = undefined;
    const asked = expect(host.call("shout", "x")).rejects.toMatchObject({ code: "gone" });
    const [, silent] = linkedPorts();
    hostPort.other = silent;
    const reloaded: ViewRpc = new Rpc<ViewMethods, HostMethods, HostTells, ViewTells>(
      { post: (message) => hostPort.hear(message), listen: (listener) => silent.listen(listener) },
      { shout: (text) => text },
    );
    await expect(reloaded.call("double", 21)).resolves.toBe(42);
    await asked;
    await settle();
    expect(aborted).toBe("yes");
    expect(kinds(hostPort)).toEqual(["request", "reply"]);
  });
});

import type { HostRequests, ModelSnapshot, WebviewRequests } from "../../src/protocol/contract.ts";
import type { Handlers } from "../../src/protocol/rpc.ts";
import { createHostClient, type HostClient } from "../platform/hostClient.ts";
import { keptState } from "../platform/vscodeApi.ts";
import { parseKeptView } from "./keptView.ts";

type AssetName = HostRequests["asset"]["params"]["name"];

/**
 * What the first picture needs of the host, asked for by the first line of the page's script: it comes over while
 * the rest of the script is evaluated and the view is built. Each answer is taken once; later questions are new ones.
 */
export interface Ahead {
  readonly host: HostClient;
  /** Whether the page begins with a picture, so that its worker is wanted as soon as it can be had. */
  readonly drawsAtOnce: boolean;
  /** The host asks nothing before its answer to the first question has been heard. */
  answerWith(handlers: Handlers<WebviewRequests>): void;
  model(signal: AbortSignal): Promise<ModelSnapshot | null>;
  asset(name: AssetName, signal?: AbortSignal): Promise<ArrayBuffer>;
  settings(): Promise<HostRequests["settings"]["result"]>;
}

/** Opens the line to the host and asks. */
export function askAhead(): Ahead {
  let handlers: Handlers<WebviewRequests> | undefined;
  const answering = (): Handlers<WebviewRequests> => {
    if (handlers === undefined) throw new Error("the page was asked before it was built");
    return handlers;
  };
  const host = createHostClient({
    export: (params, signal) => answering().export(params, signal),
    selfCheck: (params, signal) => answering().selfCheck(params, signal),
  });
  const drawsAtOnce = beginsWithAPicture();
  const model = once(host.call("model", null));
  const settings = drawsAtOnce ? once(host.call("settings", null)) : () => undefined;
  const assets = new Map(drawsAtOnce ? askAssets(host) : []);
  return {
    host,
    drawsAtOnce,
    answerWith(given) {
      handlers = given;
    },
    model: (signal) => model() ?? host.call("model", null, signal),
    asset: (name, signal) => assets.get(name)?.() ?? host.call("asset", { name }, signal),
    settings: () => settings() ?? host.call("settings", null),
  };
}

/**
 * The worker's script, and after it, since that one is waited for, the binary that most machines compute with;
 * where there is a GPU, a copy of 0.4 MB was made for nothing.
 */
function askAssets(
  host: HostClient,
): readonly [AssetName, () => Promise<ArrayBuffer> | undefined][] {
  const script = host.call("asset", { name: "worker.js" });
  const name = "tfjs-backend-wasm-simd.wasm";
  const binary = script.then(() => host.call("asset", { name }));
  return [
    ["worker.js", once(script)],
    [name, once(binary)],
  ];
}

/** The side panel mostly shows what the Inspector drew, and two of the Inspector's tabs need no worker. */
function beginsWithAPicture(): boolean {
  const tab = parseKeptView(keptState())?.tab ?? "attention";
  return document.body.dataset["view"] !== "heatmap" && (tab === "attention" || tab === "vectors");
}

/** Gives the answer to the first who asks, and nothing to the next. */
function once<T>(answer: Promise<T>): () => Promise<T> | undefined {
  // Whoever takes it hears of a failure; an answer that nobody takes needs no telling.
  answer.catch(() => undefined);
  let left: Promise<T> | undefined = answer;
  return () => {
    const taken = left;
    left = undefined;
    return taken;
  };
}

import * as vscode from "vscode";

import type {
  HostEvents,
  HostRequests,
  ViewKind,
  WebviewEvents,
  WebviewRequests,
} from "../../protocol/contract.ts";
import { Rpc, type RpcPort } from "../../protocol/rpc.ts";
import { DisposableStore, type Disposable } from "./disposableStore.ts";
import { createHostHandlers } from "./hostHandlers.ts";
import type { ModelEntry } from "./modelEntry.ts";
import type { Platform } from "./platform.ts";
import { toViewState } from "./viewState.ts";
import { toWebviewHtml, toWebviewOptions } from "./webviewHtml.ts";

export interface ViewSessionOptions {
  readonly view: ViewKind;
  readonly title: string;
  readonly model: () => ModelEntry | undefined;
  /** After each page's first question was answered. */
  readonly answered?: () => void;
}

type HostEnd = Rpc<HostRequests, WebviewRequests, WebviewEvents, HostEvents>;

/** One webview and the host's end of its connection, from its first page to its disposal. */
export class ViewSession implements Disposable {
  readonly rpc: HostEnd;
  readonly #owned = new DisposableStore();
  #ready = toDeferred();

  constructor(webview: vscode.Webview, platform: Platform, options: ViewSessionOptions) {
    const { view, title, model } = options;
    webview.options = toWebviewOptions(platform.extensionUri);
    const handlers = createHostHandlers({
      platform,
      model,
      progress: (progress) => this.rpc.tell("progress", progress),
      answered: () => {
        this.#ready.resolve();
        // The answer itself is sent after the handler returns; what is told next must come after it.
        setTimeout(() => options.answered?.(), 0);
      },
    });
    this.rpc = this.#owned.add(
      new Rpc(toPort(webview), handlers, {
        log: (message) => platform.log.warn(`${view}: ${message}`),
      }),
    );
    this.#owned.add(
      this.rpc.on("log", ({ level, message }) => toLog(platform.log, level, `${view}: ${message}`)),
    );
    this.#owned.add(
      this.rpc.on("backend", ({ backend, adapter, passedOver }) => {
        const others = passedOver.map((other) => `${other.backend} passed over: ${other.reason}`);
        platform.log.info([`${view}: drawn by ${backend} ${adapter}`.trim(), ...others].join("; "));
      }),
    );
    this.#owned.add(this.rpc.on("state", (state) => this.#chose(platform, options, state)));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((change) => this.#settingsChanged(change)),
    );
    webview.html = toWebviewHtml(webview, platform.extensionUri, {
      view,
      title,
      model: model()?.key,
    });
  }

  /** Resolves once the page listens: it asks for its model first, and hears what is told from then on. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** The page was thrown away (hidden): the next one will ask again. */
  forget(): void {
    this.#ready = toDeferred();
  }

  /** Tells a page that listens, now or as soon as it does. */
  tellWhenReady<K extends keyof HostEvents>(event: K, payload: HostEvents[K]): void {
    void this.ready.then(() => this.rpc.tell(event, payload));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Another backend means another run; severities only change what is listed. */
  #settingsChanged(change: vscode.ConfigurationChangeEvent): void {
    if (change.affectsConfiguration("poslens.backend")) {
      this.rpc.tell("settingsChanged", null);
    }
    if (
      change.affectsConfiguration("poslens.rules") ||
      change.affectsConfiguration("poslens.enable")
    ) {
      this.rpc.tell("modelChanged", null);
    }
  }

  #chose(platform: Platform, { view, model }: ViewSessionOptions, value: unknown): void {
    const state = toViewState(value);
    const about = model();
    if (state === undefined || about === undefined) {
      platform.log.warn(`${view}: a state that is not whole was ignored.`);
      return;
    }
    void platform.states.write(about, state);
    platform.hub.chose({ from: view, model: about, state });
  }
}

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
}

/** `Promise.withResolvers` came after the Node of the oldest VS Code that we run in. */
function toDeferred(): Deferred {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve: () => resolve() };
}

/** A webview cannot take memory over, so named buffers are copied by `postMessage`. */
function toPort(webview: vscode.Webview): RpcPort {
  return {
    post: (message) => void webview.postMessage(message),
    listen: (listener) => webview.onDidReceiveMessage(listener),
  };
}

function toLog(log: vscode.LogOutputChannel, level: unknown, message: string): void {
  if (level === "error") {
    log.error(message);
  } else if (level === "warn") {
    log.warn(message);
  } else {
    log.info(message);
  }
}

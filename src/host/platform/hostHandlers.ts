import * as vscode from "vscode";

import type { HostEvents, HostRequests } from "../../protocol/contract.ts";
import type { Handlers } from "../../protocol/rpc.ts";
import { readSettings } from "./configuration.ts";
import { RefusedError } from "./errors.ts";
import type { ModelEntry } from "./modelEntry.ts";
import { readModelSnapshot } from "./modelSnapshot.ts";
import type { Platform } from "./platform.ts";
import { requireFields, requireIndices, requireRevision, requireText } from "./requestChecks.ts";
import { saveExportedView } from "./saveFile.ts";
import { type AboutModel, createTensorHandlers } from "./tensorHandlers.ts";
import { toFreshBytes } from "./uris.ts";
import { createWordsHandlers } from "./wordsHandlers.ts";

export interface HandlerContext {
  readonly platform: Platform;
  /** The model that the view is about right now. */
  model(): ModelEntry | undefined;
  /** The view is there and asked its first question. */
  answered(): void;
  /** Tells the view how far a task of its own has come. */
  progress(progress: HostEvents["progress"]): void;
}

/** What the host answers to a webview (see the contract). Parameters count as untrusted. */
export function createHostHandlers(context: HandlerContext): Handlers<HostRequests> {
  const { platform } = context;
  const requireModel = (params: unknown): AboutModel => {
    const model = context.model();
    if (model === undefined) {
      throw new RefusedError("no-model", "There is no model in this view");
    }
    const fields = requireFields(params);
    requireRevision(fields, model.revision);
    return { model, fields };
  };
  return {
    async model() {
      const model = context.model();
      const snapshot = model === undefined ? null : await readModelSnapshot(model, platform.states);
      context.answered();
      return snapshot;
    },
    tensor: (params, signal) => readTensor(requireModel(params), signal),
    ...createTensorHandlers(requireModel, (progress) => context.progress(progress)),
    ...createWordsHandlers(requireModel, (progress) => context.progress(progress)),
    async tokenize(params, signal) {
      const { model, fields } = requireModel(params);
      const text = requireText(fields, "text");
      return (await model.tokenizer()).encode(text, signal);
    },
    async pieces(params, signal) {
      const { model, fields } = requireModel(params);
      const ids = requireIndices(fields, "ids");
      return (await model.tokenizer()).pieces(ids, signal);
    },
    asset: (params) => readAsset(platform.extensionUri, requireFields(params)["name"]),
    settings: () => ({ backend: readSettings(context.model()?.uri).backend }),
    async save(params) {
      const { name, bytes } = requireFields(params);
      if (typeof name !== "string" || !(bytes instanceof ArrayBuffer)) {
        throw new RefusedError("bad-request", "An export is a name and an ArrayBuffer");
      }
      return { saved: await saveExportedView({ name, bytes }, undefined) };
    },
    reveal: (params) => reveal(context.model(), params),
    async inspect() {
      await vscode.commands.executeCommand("poslens.inspect");
      return null;
    },
  };
}

async function readTensor(
  { model, fields }: AboutModel,
  signal: AbortSignal,
): Promise<HostRequests["tensor"]["result"]> {
  const name = requireText(fields, "name");
  const rows = fields["rows"] === null ? undefined : requireIndices(fields, "rows");
  const reader = await model.reader();
  // The reader itself refuses names, rows and sizes outside the checkpoint.
  return reader.readStored(name, rows, signal);
}

/** Files that a worker of a webview cannot fetch for itself. */
const assets: readonly HostRequests["asset"]["params"]["name"][] = [
  "worker.js",
  "tfjs-backend-wasm-simd.wasm",
  "tfjs-backend-wasm.wasm",
];

async function readAsset(extensionUri: vscode.Uri, name: unknown): Promise<ArrayBuffer> {
  const asset = assets.find((candidate) => candidate === name);
  if (asset === undefined) {
    throw new RefusedError(
      "bad-request",
      `There is no asset of this name; known: ${assets.join(", ")}`,
    );
  }
  const file = vscode.Uri.joinPath(extensionUri, "dist", asset);
  return toFreshBytes(await vscode.workspace.fs.readFile(file)).buffer;
}

async function reveal(model: ModelEntry | undefined, params: unknown): Promise<null> {
  const { file, offset, length } = requireFields(params);
  const listed = model === undefined ? [] : await model.files.list(model.path);
  const name = listed.find((entry) => entry.kind === "file" && entry.name === file)?.name;
  if (model === undefined || name === undefined) {
    throw new RefusedError("bad-request", "A file of the model's folder was expected");
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(model.uri, name));
  const start = document.positionAt(Number(offset) || 0);
  const end = document.positionAt((Number(offset) || 0) + (Number(length) || 0));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, end) });
  return null;
}

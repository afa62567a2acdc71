import { open, rm } from "node:fs/promises";
import * as vscode from "vscode";

import { csvPieces } from "../../core/tensors/csvPieces.ts";
import { npyPieces } from "../../core/tensors/npyPieces.ts";
import type { Watch } from "../../core/tensors/tensorPieces.ts";
import type { ExportedSlice } from "../../protocol/contract.ts";
import { RefusedError } from "./errors.ts";
import type { ModelEntry } from "./modelEntry.ts";
import { requireTensor } from "./tensorHandlers.ts";
import { toTensorSlice } from "./tensorView.ts";
import { toFreshBytes } from "./uris.ts";

export interface SliceToWrite {
  /** As a webview named it. */
  readonly exported: ExportedSlice;
  readonly model: ModelEntry;
  readonly target: vscode.Uri;
}

/**
 * Writes a part of a tensor, exactly. On this machine's disk it is streamed; elsewhere VS Code takes whole files only.
 * @throws RefusedError for what is no part of a tensor of the model, FormatError as reading does.
 */
export async function writeSlice(
  { exported, model, target }: SliceToWrite,
  watch: Watch,
): Promise<void> {
  const slice = toTensorSlice(exported.slice);
  if (slice === undefined || !["csv", "npy"].includes(exported.format)) {
    throw new RefusedError("bad-request", "An exported part is a tensor with rows and columns");
  }
  const ask = { tensor: await requireTensor(model, slice.name), slice };
  const reader = await model.reader();
  const pieces =
    exported.format === "npy"
      ? npyPieces(reader, ask, watch)
      : utf8Pieces(csvPieces(reader, ask, watch));
  await (target.scheme === "file" ? writeToDisk(target, pieces) : writeWhole(target, pieces));
}

async function writeToDisk(target: vscode.Uri, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(target.fsPath, "w");
  try {
    for await (const piece of pieces) {
      await file.writeFile(piece);
    }
    await file.close();
  } catch (error) {
    // Half of a tensor is of no use to anybody.
    await file.close();
    await rm(target.fsPath, { force: true });
    throw error;
  }
}

async function writeWhole(target: vscode.Uri, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) {
    parts.push(piece);
  }
  await vscode.workspace.fs.writeFile(target, toFreshBytes(Buffer.concat(parts)));
}

async function* utf8Pieces(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) {
    yield encoder.encode(text);
  }
}

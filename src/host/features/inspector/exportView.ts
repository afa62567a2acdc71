import * as vscode from "vscode";

import type { ExportedSlice, ExportFormat } from "../../../protocol/contract.ts";
import { toAbortSignal } from "../../platform/cancellation.ts";
import { RefusedError } from "../../platform/errors.ts";
import type { Platform } from "../../platform/platform.ts";
import type { ModelEntry } from "../../platform/modelEntry.ts";
import { chooseTarget, saveExportedView } from "../../platform/saveFile.ts";
import { writeSlice } from "../../platform/writeSlice.ts";
import type { InspectorPanels } from "./inspectorPanels.ts";

const formats: readonly { readonly format: ExportFormat; readonly detail: string }[] = [
  { format: "png", detail: "The picture as it is on the screen" },
  { format: "svg", detail: "The picture as vectors, for documents" },
  { format: "csv", detail: "The values as a table" },
  { format: "npy", detail: "The values as a NumPy array" },
];

/**
 * Writes the current picture of the Inspector. Scripts may pass `{ format, target }` and are then not asked.
 */
export async function exportView(
  argument: unknown,
  panels: InspectorPanels,
  platform: Platform,
): Promise<void> {
  const inspector = panels.current;
  if (inspector === undefined) {
    throw new RefusedError(
      "no-model",
      "There is no picture to export: open the Inspector first (Poslens: Inspect Model…).",
    );
  }
  const { format = await chooseFormat(), target } = toOptions(argument);
  if (format === undefined) {
    return;
  }
  const exported = await withCancel("Poslens: drawing the export", (signal) => {
    inspector.reveal();
    return inspector.exportView(format, signal);
  });
  const isSaved =
    "bytes" in exported
      ? await saveExportedView(exported, target)
      : await saveSlice(exported, inspector.model, target);
  if (isSaved) {
    platform.log.info(`Exported ${exported.name}.`);
  }
}

/** The place is asked for first: a tensor may take its time, and shows how far it is. */
async function saveSlice(
  exported: ExportedSlice,
  model: ModelEntry,
  target: vscode.Uri | undefined,
): Promise<boolean> {
  const chosen = target ?? (await chooseTarget(exported.name));
  if (chosen === undefined) {
    return false;
  }
  await withCancel(`Poslens: writing ${exported.name}`, (signal, report) =>
    writeSlice({ exported, model, target: chosen }, { signal, progress: report }),
  );
  return true;
}

interface ExportOptions {
  readonly format?: ExportFormat;
  readonly target?: vscode.Uri;
}

function toOptions(argument: unknown): ExportOptions {
  if (typeof argument !== "object" || argument === null) {
    return {};
  }
  const fields = argument as { readonly format?: unknown; readonly target?: unknown };
  const format = formats.find((known) => known.format === fields.format)?.format;
  return {
    ...(format !== undefined && { format }),
    ...(fields.target instanceof vscode.Uri && { target: fields.target }),
  };
}

async function chooseFormat(): Promise<ExportFormat | undefined> {
  const items = formats.map(({ format, detail }) => ({
    label: format.toUpperCase(),
    detail,
    format,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Export View",
    placeHolder: "Format of the file",
  });
  return chosen?.format;
}

/** Progress with a cancel button: a webview that does not answer must not be waited for without end. */
export async function withCancel<T>(
  title: string,
  work: (signal: AbortSignal, report: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, cancellable: true, title },
    async (progress, token) => {
      const signal = toAbortSignal(token);
      let told = 0;
      const report = (done: number, total: number): void => {
        const percent = Math.floor((100 * done) / Math.max(1, total));
        if (percent > told) {
          progress.report({ increment: percent - told });
          told = percent;
        }
      };
      const cancelled = new Promise<never>((_, reject) => {
        token.onCancellationRequested(() => reject(new vscode.CancellationError()));
      });
      return Promise.race([work(signal, report), cancelled]);
    },
  );
}

import * as vscode from "vscode";

import type { CommandId } from "./commandIds.ts";
import { isCancellation, isExpected } from "./errors.ts";

/**
 * Registers a command that never throws: VS Code would answer with a modal dialog.
 * The user asked for it, so a failure is told in one notification; the details are in the log.
 */
export function registerCommand(
  id: CommandId,
  log: vscode.LogOutputChannel,
  run: (argument: unknown) => void | Promise<void>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown) => {
    try {
      await run(argument);
    } catch (error) {
      tellFailure(id, log, error);
    }
  });
}

function tellFailure(id: CommandId, log: vscode.LogOutputChannel, error: unknown): void {
  if (isCancellation(error)) {
    log.debug(`${id}: cancelled.`);
    return;
  }
  const failure = error instanceof Error ? error : new Error(String(error));
  log.error(`${id}: ${isExpected(failure) ? failure.message : (failure.stack ?? failure.message)}`);
  // Not awaited: a notification may stay for ever, and the command has ended.
  void vscode.window.showErrorMessage(failure.message, "Show Log").then((answer) => {
    if (answer !== undefined) {
      log.show();
    }
  });
}

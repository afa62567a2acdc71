import * as vscode from "vscode";

import { rules } from "../../../core/rules/index.ts";
import { writeRuleSetting } from "../../platform/configuration.ts";

/** Writes `off` for one rule into the settings; asks which where the caller does not say. */
export async function turnOffRule(argument: unknown): Promise<void> {
  const rule = rules.find(({ id }) => id === argument)?.id ?? (await chooseRule());
  if (rule !== undefined) {
    await writeRuleSetting(rule, "off");
  }
}

async function chooseRule(): Promise<string | undefined> {
  const items = rules.map(({ id, name, summary }) => ({
    label: id,
    description: name,
    detail: summary,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Turn Off Rule",
    placeHolder: "The rule that is to be silent from now on",
  });
  return chosen?.label;
}

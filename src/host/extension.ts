import type * as vscode from "vscode";

import { registerDiagnostics } from "./features/diagnostics/register.ts";
import { registerHeatmap } from "./features/heatmap/register.ts";
import { registerHovers } from "./features/hovers/register.ts";
import { registerInspector } from "./features/inspector/register.ts";
import { registerLens } from "./features/lens/register.ts";
import { registerModels } from "./features/models/register.ts";
import { createPlatform } from "./platform/platform.ts";

/**
 * Only registers: nothing is read, searched or watched before somebody looks at it. VS Code starts us with the
 * first JSON document it opens, which it does by itself at start, so whatever ran here would run for everybody.
 */
export function activate(context: vscode.ExtensionContext): void {
  const load = () => import("./onDemand.ts");
  const platform = createPlatform(context, load);
  context.subscriptions.push(
    platform,
    registerModels(platform, load),
    registerLens(platform, load),
    registerHovers(platform, load),
    registerDiagnostics(platform, load),
    registerInspector(platform, load),
    registerHeatmap(platform, load),
  );
}

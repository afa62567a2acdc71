import type { Frame } from "playwright-core";
import { openVsCode } from "../../scripts/vscode/session.mjs";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";

/** Of the Inspector's tab on the demo model. */
export const inspectorTitle = "Poslens: rope";

export interface DemoWindow {
  readonly code: Awaited<ReturnType<typeof openVsCode>>;
  readonly inspector: Frame;
}

/** The real VS Code with the demo model's config open and its Inspector beside it; the caller closes `code`. */
export async function openDemoWindow(): Promise<DemoWindow> {
  const code = await openVsCode({
    extension: ".",
    workspace: "media/demo",
    gpu: gpuOfThisRun(),
    size: { width: 1700, height: 1100 },
    // Software WebGPU is never chosen by itself, because wasm is faster.
    settings: gpuOfThisRun() === "software" ? { "poslens.backend": "webgpu-software" } : {},
  });
  await code.openFile("rope/config.json");
  await code.command("Poslens: Inspect Model…");
  return { code, inspector: await code.webviewFrame(inspectorTitle) };
}

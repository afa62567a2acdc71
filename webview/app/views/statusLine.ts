import type { BackendStatus } from "../../../src/protocol/contract.ts";
import { formatDuration } from "../../render/numbers.ts";
import { element, setText } from "../element.ts";
import type { AppState } from "../state.ts";
import type { View } from "../view.ts";

export interface StatusActions {
  readonly cancel: () => void;
  readonly again: () => void;
}

/** Which backend drew the picture, why the ones before it did not, how long it took; progress while it works. */
export function createStatusLine(actions: StatusActions): View {
  const backend = element("span", { class: "backend" });
  const run = element("span", { class: "run" });
  const notice = element("span", { class: "notice" });
  const status = element("div", { role: "status", class: "status-text" }, backend, run, notice);
  const bar = element("progress", { class: "progress", "aria-label": "Progress", max: 1 });
  const cancel = element("vscode-button", { appearance: "secondary", class: "cancel" }, "Cancel");
  const again = element("vscode-button", { appearance: "secondary" }, "Run again");
  cancel.addEventListener("click", actions.cancel);
  again.addEventListener("click", actions.again);
  const busy = element("div", { class: "busy" }, bar, cancel);
  return {
    element: element("footer", { class: "status" }, status, busy, again),
    update(state) {
      setText(backend, backendText(state.backend));
      backend.title = state.backend === null ? "" : passedOverText(state.backend);
      setText(run, runText(state));
      run.classList.toggle("failed", state.run.status === "failed");
      setText(notice, state.notice);
      busy.hidden = state.run.status !== "running";
      again.hidden = state.run.status !== "cancelled" && state.run.status !== "failed";
      if (state.run.status === "running") {
        bar.value = state.run.total === 0 ? 0 : state.run.done / state.run.total;
      }
    },
  };
}

function backendText(backend: BackendStatus | null): string {
  if (backend === null) return "";
  const name = { webgpu: "WebGPU", wasm: "WebAssembly", cpu: "JavaScript (cpu)" }[backend.backend];
  const adapter = backend.adapter === "" ? "" : ` · ${backend.adapter}`;
  const passed = passedOverText(backend);
  return `${name}${adapter}${passed === "" ? "" : ` · ${passed}`}`;
}

function passedOverText({ passedOver }: BackendStatus): string {
  const labels: Readonly<Record<string, string>> = { webgpu: "WebGPU", wasm: "WebAssembly" };
  return passedOver
    .map(({ backend, reason }) => `${labels[backend] ?? backend} passed over: ${reason}`)
    .join(" · ");
}

function runText({ run, computed }: AppState): string {
  switch (run.status) {
    case "idle":
      return "";
    case "running":
      return `${run.what}…`;
    case "done":
      return `${computed.maps === null ? "ready" : "picture"} after ${formatDuration(run.milliseconds)}`;
    case "cancelled":
      return "cancelled";
    case "failed":
      return `failed: ${run.message}`;
  }
}

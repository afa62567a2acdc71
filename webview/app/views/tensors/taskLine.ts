import { element, setText } from "../../element.ts";
import type { Task } from "../../tensors/tensorsState.ts";

export interface TaskLine {
  readonly element: HTMLElement;
  show(task: Task, outcome: "there" | "not there"): void;
}

/** How far a piece of work is, with a way to stop it; nothing while there is none. */
export function createTaskLine(
  what: string,
  actions: { readonly cancel: () => void; readonly again?: () => void },
): TaskLine {
  const text = element("span", { role: "status" });
  const bar = element("progress", { class: "progress", "aria-label": what, max: 1 });
  const cancel = element("vscode-button", { appearance: "secondary", class: "cancel small" });
  cancel.textContent = "Cancel";
  cancel.addEventListener("click", actions.cancel);
  const busy = element("span", { class: "busy" }, bar, cancel);
  const again = element("vscode-button", { appearance: "secondary", class: "small" });
  again.textContent = "Compute";
  again.addEventListener("click", () => actions.again?.());
  const root = element("div", { class: "task" }, text, busy, again);
  return {
    element: root,
    show(task, outcome) {
      const isRunning = task.status === "running";
      const canStart = actions.again !== undefined && outcome === "not there" && !isRunning;
      root.hidden = task.status === "idle" && !canStart;
      busy.hidden = !isRunning;
      again.hidden = !canStart;
      text.classList.toggle("failed", task.status === "failed");
      setText(text, textOf(task));
      if (isRunning) bar.value = task.total === 0 ? 0 : task.done / task.total;
    },
  };
}

function textOf(task: Task): string {
  if (task.status === "failed") return task.message;
  return task.status === "cancelled" ? "Cancelled." : "";
}

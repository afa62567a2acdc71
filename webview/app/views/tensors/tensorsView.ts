import type { Problem } from "../../../../src/core/problem.ts";
import type { ModelSnapshot } from "../../../../src/protocol/contract.ts";
import { element } from "../../element.ts";
import { remembering, type View } from "../../view.ts";
import type { ViewParts } from "../viewParts.ts";
import { TensorDetail } from "./tensorDetail.ts";
import { TensorList } from "./tensorList.ts";

/** The tensors of the checkpoint at the left, the one that is looked at beside them. */
export function createTensorsView(parts: ViewParts): View {
  const list = new TensorList(parts.store);
  const detail = new TensorDetail(parts);
  const problems = element("div", { class: "tensor-problems" });
  const columns = element("div", { class: "tensor-columns" }, list.element, detail.element);
  const fill = remembering((model: ModelSnapshot | null): void => {
    problems.replaceChildren(...(model === null ? [] : shownProblems(model)));
    columns.hidden = model === null || model.tensors.length === 0;
  });
  return {
    element: element("div", { class: "tensors-view" }, problems, columns),
    update(state) {
      fill(state.model);
      if (columns.hidden) return;
      list.update(state);
      detail.update(state);
    },
  };
}

/** As many problems as can be read at a glance; the Overview has them all. */
const mostProblems = 3;

/** What is wrong with the checkpoint itself: half a download, a pointer in its place. */
function shownProblems({ tensors, problems }: ModelSnapshot): readonly HTMLElement[] {
  const found = problems.filter(({ severity, file }) => severity === "error" && isWeights(file));
  if (found.length === 0) {
    const nothing = "No weights were found beside the config.";
    return tensors.length === 0 ? [element("p", { class: "instead" }, nothing)] : [];
  }
  const lines = found
    .slice(0, mostProblems)
    .map((problem) => element("li", { class: "finding error" }, sentenceOf(problem)));
  const more = found.length - lines.length;
  if (more > 0) lines.push(element("li", { class: "note" }, `and ${more} more, in the Overview`));
  return [element("ul", { class: "findings" }, ...lines)];
}

function isWeights(file: string | undefined): boolean {
  return file?.endsWith("config.json") !== true;
}

/** Most messages name their file; those that begin with what it has are given its name. */
function sentenceOf({ message, file }: Problem): string {
  return file === undefined || message.includes(file) ? message : `${file} ${message}`;
}

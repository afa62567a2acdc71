import type { TensorInfo } from "../../../../src/core/formats/tensorTable.ts";
import { positionMeaning } from "../../../../src/core/tensors/roles/tensorRoles.ts";
import type { ModelSnapshot } from "../../../../src/protocol/contract.ts";
import { formatBytes, formatCount, formatShare } from "../../../render/numbers.ts";
import { element, setText } from "../../element.ts";
import type { AppState } from "../../state.ts";
import { shapeText } from "../../tensors/tensorRows.ts";
import { indexOf, shownTensor, type TensorWork } from "../../tensors/tensorWork.ts";
import { remembering, type View } from "../../view.ts";
import type { ViewParts } from "../viewParts.ts";
import { comparisonFacts, statisticsFacts } from "./tensorFacts.ts";
import { TensorPictureView } from "./tensorPictureView.ts";
import { createTaskLine } from "./taskLine.ts";
import { elementCount } from "../../../../src/core/formats/dtype.ts";

/** One tensor: what it is, its picture, its statistics, and how it differs from another. */
export class TensorDetail implements View {
  readonly element: HTMLElement;
  readonly #title = element("h2", { class: "tensor-name" });
  readonly #facts = element("p", { class: "note" });
  readonly #meaning = element("p", { class: "meaning" });
  readonly #instead = element("p", { class: "instead" });
  readonly #picture: TensorPictureView;
  readonly #comparison: FactsPart<NonNullable<AppState["tensors"]["comparison"]>>;
  readonly #statistics: FactsPart<NonNullable<AppState["tensors"]["statistics"]>>;

  constructor(parts: ViewParts) {
    const { tensorWork } = parts;
    this.#picture = new TensorPictureView(parts);
    this.#statistics = statisticsPart(tensorWork);
    this.#comparison = comparisonPart(tensorWork);
    const head = element("header", {}, this.#title, this.#facts, this.#meaning);
    this.element = element(
      "section",
      { class: "tensor-detail", "aria-label": "Tensor" },
      this.#instead,
      head,
      this.#picture.element,
      this.#comparison.element,
      this.#statistics.element,
    );
  }

  update(state: AppState): void {
    const { model, tensor, view } = shownTensor(state);
    const isEmpty = tensor?.shape.includes(0) === true;
    const isShown = tensor !== undefined && !isEmpty;
    this.#title.hidden = this.#facts.hidden = tensor === undefined;
    this.#picture.element.hidden = !isShown;
    this.#statistics.element.hidden = !isShown;
    this.#comparison.element.hidden = !isShown || view.against === null;
    setText(this.#instead, insteadText(state, tensor));
    this.#instead.hidden = isShown;
    this.#describe(model, tensor);
    if (!isShown) return;
    this.#picture.update(state);
    const { statistics, comparison } = state.tensors;
    const isOther = statistics?.name !== tensor.name;
    this.#statistics.show(isOther ? null : statistics, state.tensors.statisticsTask);
    const isSame = comparison?.name === view.name && comparison.against === view.against;
    this.#comparison.show(isSame ? comparison : null, state.tensors.comparisonTask);
  }

  readonly #describe = remembering(
    (model: ModelSnapshot | undefined, tensor: TensorInfo | undefined): void => {
      if (model === undefined || tensor === undefined) return;
      setText(this.#title, tensor.name);
      setText(this.#facts, factsText(model, tensor));
      const meaning = positionMeaning(tensor.name);
      setText(this.#meaning, meaning ?? "");
      this.#meaning.hidden = meaning === undefined;
    },
  );
}

function factsText(model: ModelSnapshot, tensor: TensorInfo): string {
  const index = indexOf(model);
  const { shape, dtypeName, byteLength, file } = tensor;
  const count = elementCount(shape);
  const share = formatShare(count, Math.max(1, index.elements));
  return [
    `${dtypeName} ${shapeText(shape)}`,
    `${formatCount(count)} ${count === 1 ? "value" : "values"}, ${share} of all`,
    formatBytes(byteLength),
    index.rolesOf(tensor).join(", "),
    file,
  ].join(" · ");
}

function insteadText({ model }: AppState, tensor: TensorInfo | undefined): string {
  if (tensor !== undefined) return "This tensor has no elements.";
  if (model === null || model.tensors.length === 0) return "";
  return "Choose a tensor to see its values as a heat map, with its statistics.";
}

/** Facts that the host works out, under a heading, with how far it is. */
interface FactsPart<T> {
  readonly element: HTMLElement;
  show(found: T | null, task: AppState["tensors"]["statisticsTask"]): void;
}

function statisticsPart(
  work: TensorWork,
): FactsPart<NonNullable<AppState["tensors"]["statistics"]>> {
  const line = createTaskLine("Statistics", {
    cancel: () => work.cancelStatistics(),
    again: () => work.startStatistics(),
  });
  return factsPart("Statistics", line, ({ value }) => statisticsFacts(value));
}

function comparisonPart(
  work: TensorWork,
): FactsPart<NonNullable<AppState["tensors"]["comparison"]>> {
  const line = createTaskLine("Comparison", { cancel: () => work.cancelComparison() });
  return factsPart("Comparison", line, ({ value, cols }) => comparisonFacts(value, cols));
}

function factsPart<T>(
  name: string,
  line: ReturnType<typeof createTaskLine>,
  toElement: (found: T) => HTMLElement,
): FactsPart<T> {
  const slot = element("div", {});
  const fill = remembering((found: T | null): void => {
    slot.replaceChildren(...(found === null ? [] : [toElement(found)]));
  });
  const root = element("section", { class: "tensor-facts" }, element("h3", {}, name));
  root.append(line.element, slot);
  return {
    element: root,
    show(found, task) {
      fill(found);
      line.show(task, found === null ? "not there" : "there");
    },
  };
}

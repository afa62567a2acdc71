import type { Provenance } from "../../../src/core/models/modelSpec.ts";
import type { ModelSnapshot } from "../../../src/protocol/contract.ts";
import type { HostClient } from "../../platform/hostClient.ts";
import { formatBytes, formatCount } from "../../render/numbers.ts";
import { element } from "../element.ts";
import { type SpecRow, specRows } from "../specRows.ts";
import { remembering, type View } from "../view.ts";

type Reveal = (place: { file: string; offset: number; length: number }) => void;

/** What the model is, where each fact comes from, and what is wrong with it. */
export function createOverviewView(host: HostClient): View {
  const root = element("div", { class: "overview" });
  const reveal: Reveal = (place) => {
    // A file that is gone by now is said by the host, in its own words.
    host.call("reveal", place).catch((error: unknown) => {
      host.tell("log", { level: "warn", message: String(error) });
    });
  };
  const fill = remembering((model: ModelSnapshot | null, load: string, failure: string) => {
    if (model === null) {
      root.replaceChildren(
        element("p", { class: "instead" }, load === "failed" ? failure : "Reading the model…"),
      );
      return;
    }
    root.replaceChildren(
      ...findings(model, reveal),
      ...problems(model),
      specTable(specRows(model), reveal),
      element("p", { class: "note" }, weightsText(model)),
    );
  });
  return { element: root, update: ({ model, load, failure }) => fill(model, load, failure) };
}

function specTable(rows: readonly SpecRow[], reveal: Reveal): HTMLElement {
  const lines = rows.map(({ name, value, from, why }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      element("td", { class: "value" }, value),
      element("td", { class: "source" }, from === undefined ? why : sourceOf(from, reveal)),
    ),
  );
  const names = ["", "value", "from"].map((name) => element("th", { scope: "col" }, name));
  return element(
    "table",
    { class: "facts" },
    element("caption", { class: "spoken" }, "Model"),
    element("thead", { class: "spoken" }, element("tr", {}, ...names)),
    element("tbody", {}, ...lines),
  );
}

function sourceOf(from: Provenance, reveal: Reveal): HTMLElement | string {
  if (from.kind === "class default") return `default of ${from.of}`;
  if (from.kind === "derived") return `derived from ${from.from}`;
  const { file, key, span } = from;
  return linkTo(`${file} · ${key}`, () => reveal({ file, ...span }));
}

function findings({ findings: found }: ModelSnapshot, reveal: Reveal): HTMLElement[] {
  if (found.length === 0) return [];
  const items = found.map(({ rule, severity, message, file, span }) =>
    element(
      "li",
      { class: `finding ${severity}` },
      element("span", { class: "severity" }, severity),
      linkTo(rule, () => reveal({ file, ...span })),
      ` ${message}`,
    ),
  );
  return [element("h2", {}, "Findings"), element("ul", { class: "findings" }, ...items)];
}

function problems({ problems: found }: ModelSnapshot): HTMLElement[] {
  if (found.length === 0) return [];
  const items = found.map(({ severity, message, file, key, offset }) => {
    const places = [file, key, offset === undefined ? undefined : `byte ${formatCount(offset)}`];
    const place = places.filter((one) => one !== undefined).join(" · ");
    return element(
      "li",
      { class: `finding ${severity}` },
      element("span", { class: "severity" }, severity),
      message,
      place === "" ? null : element("span", { class: "place" }, ` ${place}`),
    );
  });
  return [
    element("h2", {}, "Problems in the files"),
    element("ul", { class: "findings" }, ...items),
  ];
}

function weightsText({ tensors, path }: ModelSnapshot): string {
  if (tensors.length === 0) return `${path} · no weights found`;
  const bytes = tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return `${path} · ${formatCount(tensors.length)} tensors, ${formatBytes(bytes)}`;
}

function linkTo(text: string, act: () => void): HTMLElement {
  const link = element("button", { type: "button", class: "link" }, text);
  link.addEventListener("click", act);
  return link;
}

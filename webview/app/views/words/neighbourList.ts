import type { WordNeighbours } from "../../../../src/protocol/words.ts";
import { formatFixed } from "../../../render/numbers.ts";
import { element } from "../../element.ts";

/** Words with their cosines as numbers and as bars from zero; each word can be asked about in turn. */
export function neighbourList(
  { neighbours }: WordNeighbours,
  ask: (word: string) => void,
): HTMLElement {
  const lines = neighbours.map(({ word, similarity }) => {
    const name = element("button", { type: "button", class: "link" }, word);
    name.addEventListener("click", () => ask(word));
    const bar = element("span", { class: similarity < 0 ? "bar below" : "bar" });
    bar.style.width = `${(100 * Math.abs(similarity)).toFixed(1)}%`;
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      element("td", { class: "cosine" }, formatFixed(similarity, 4)),
      element("td", { class: "bars", "aria-hidden": "true" }, bar),
    );
  });
  const head = ["word", "cosine"].map((text) => element("th", { scope: "col" }, text));
  return element(
    "table",
    { class: "neighbours" },
    element("caption", { class: "spoken" }, "Nearest words"),
    element("thead", { class: "spoken" }, element("tr", {}, ...head)),
    element("tbody", {}, ...lines),
  );
}

/** What the question was understood as: words outside the vocabulary and the parts they are made of. */
export function termsNote({ terms }: WordNeighbours): string {
  const made = terms.filter(({ row }) => row === null);
  const notes = made.map(({ word, subwords }) => {
    const shown = subwords.slice(0, mostParts).join(" ");
    const more = subwords.length > mostParts ? ` and ${subwords.length - mostParts} more` : "";
    return `“${word}” is not in the vocabulary; its vector is the mean of ${subwords.length} subwords (${shown}${more}).`;
  });
  const isSum = terms.length > 1;
  if (isSum)
    notes.push(
      "Each word's vector has length 1 before it is added; the words themselves are left out of the answer.",
    );
  return notes.join(" ");
}

const mostParts = 12;

import { addedPositions } from "../../../../src/core/embeddings/addedPositions.ts";
import type { WordsView } from "../../../../src/protocol/contract.ts";
import { element, setText } from "../../element.ts";
import type { Store } from "../../store.ts";
import type { View } from "../../view.ts";
import { shownWords } from "../../words/wordsView.ts";

/** The scheme whose positions are drawn at random, and so have a seed. */
const randomScheme = "learned-random";

/** The sentence, the positions that are added to it, and their formula. */
export function createPositionTools(
  store: Store,
  change: (part: Partial<WordsView>) => void,
): View {
  const sentence = element(
    "vscode-text-area",
    {
      "aria-label": "Sentence",
      placeholder: "Type a sentence",
      rows: 2,
      resize: "vertical",
      class: "area",
    },
    "Sentence",
  ) as HTMLElement & { value: string };
  sentence.addEventListener("input", () => {
    const text = { prompt: sentence.value, ids: null };
    store.dispatch({ type: "viewChanged", change: text, by: "user" });
  });
  const scheme = element("select", { "aria-label": "Positions" });
  scheme.append(...addedPositions.map(({ id, label }) => element("option", { value: id }, label)));
  scheme.addEventListener("change", () => change({ scheme: scheme.value }));
  const seed = element("input", {
    type: "number",
    class: "index",
    min: 0,
    max: 2 ** 32 - 1,
    step: 1,
    "aria-label": "Seed",
  });
  seed.addEventListener("change", () => change({ seed: seedOf(seed.value) }));
  const seedLine = element("label", { class: "select" }, "Seed", seed);
  const formula = element("p", { class: "note" });
  const choices = element(
    "div",
    { class: "position-choices" },
    element("label", { class: "select" }, "Positions", scheme),
    seedLine,
  );
  return {
    element: element("div", { class: "position-tools" }, sentence, choices, formula),
    update({ view }) {
      const asked = shownWords(view);
      if (document.activeElement !== sentence && sentence.value !== view.prompt)
        sentence.value = view.prompt;
      scheme.value = asked.scheme;
      seedLine.hidden = asked.scheme !== randomScheme;
      if (document.activeElement !== seed) seed.value = String(asked.seed);
      setText(formula, formulaText(asked));
    },
  };
}

function formulaText({ scheme, seed }: WordsView): string {
  const found = addedPositions.find(({ id }) => id === scheme);
  if (found === undefined) return "";
  return scheme === randomScheme
    ? `simulated, nobody trained it (seed ${seed}) · ${found.formula}`
    : `computed · ${found.formula}`;
}

/** What is no seed becomes 0. */
function seedOf(text: string): number {
  const value = Math.trunc(Number(text));
  return value >= 0 && value < 2 ** 32 ? value : 0;
}

import type { PositionTests } from "../../../../src/protocol/words.ts";
import { formatSignificant } from "../../../render/numbers.ts";
import { element } from "../../element.ts";

/** Each test of the positions with its number, what passes, and what that means. */
export function positionTestsTable({ tests, collisions }: PositionTests): HTMLElement {
  const lines = tests.map(({ title, verdict, value, threshold, formula, means }) => {
    const name = element("th", { scope: "row" }, title);
    name.title = formula;
    return element(
      "tr",
      { class: verdict },
      name,
      element("td", { class: "verdict" }, verdict),
      element("td", { class: "number" }, value === null ? "–" : formatSignificant(value)),
      element("td", {}, threshold),
      element("td", {}, means),
    );
  });
  const head = ["test", "verdict", "value", "passes", "means"].map((text) =>
    element("th", { scope: "col" }, text),
  );
  const failed = tests.filter(({ verdict }) => verdict === "fail").length;
  const summary = `${failed} of ${tests.length} tests fail, over positions 0 to ${collisions.compared - 1}`;
  return element(
    "details",
    { class: "position-tests" },
    element("summary", {}, `Quality of these positions: ${summary}`),
    element(
      "table",
      { class: "tests" },
      element("caption", { class: "spoken" }, "Quality of these positions"),
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...lines),
    ),
  );
}

import type { WordPlane } from "../../../../src/protocol/words.ts";
import { formatShare, formatSignificant } from "../../../render/numbers.ts";
import { element, svgElement } from "../../element.ts";
import { planeLayout } from "../../words/planeLayout.ts";

const box = { width: 560, height: 380, margin: 34 };

/** Words on the plane where they differ most; what was asked about is a square, what it comes to a diamond. */
export function planeSvg(plane: WordPlane): SVGElement {
  const { width, height } = box;
  const svg = svgElement("svg", {
    class: "plane",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": `Projection of ${plane.words.length} words: ${shareText(plane)}`,
  });
  svg.append(
    svgElement("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, class: "frame" }),
  );
  for (const { index, x, y, label } of planeLayout(plane, box)) {
    const { word, kind } = plane.words[index] ?? { word: "", kind: "near" };
    const mark = markOf(kind, x, y);
    mark.append(svgElement("title", {}, word));
    svg.append(mark);
    if (label === undefined) continue;
    const place = { x: label.x, y: label.y, "text-anchor": label.anchor, class: kind };
    svg.append(svgElement("text", place, word));
  }
  const [first, second] = axisTexts(plane);
  svg.append(
    svgElement(
      "text",
      { x: width - 8, y: height - 8, "text-anchor": "end", class: "axis" },
      `${first} →`,
    ),
    svgElement("text", { x: 8, y: 16, class: "axis" }, `↑ ${second}`),
  );
  return svg;
}

/** How much of the words' differences the picture shows. */
export function shareText({ variances, total }: WordPlane): string {
  return `${formatShare(variances[0] + variances[1], total)} of their variance is in this plane`;
}

/** The numbers of the picture. */
export function planeTable(plane: WordPlane): HTMLElement {
  const head = ["word", ...axisTexts(plane)].map((text) => element("th", { scope: "col" }, text));
  const lines = plane.words.map(({ word }, index) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, word),
      ...[0, 1].map((axis) =>
        element("td", {}, formatSignificant(plane.points[2 * index + axis] ?? Number.NaN)),
      ),
    ),
  );
  const caption = "Coordinates on the first two principal axes";
  const table = element(
    "table",
    { class: "numbers" },
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...lines),
  );
  const attributes = { class: "scroller", tabindex: 0, role: "region", "aria-label": caption };
  return element("div", attributes, table);
}

function axisTexts({ variances, total }: WordPlane): readonly [string, string] {
  const share = (variance: number): string => formatShare(variance, total);
  return [`axis 1, ${share(variances[0])} of the variance`, `axis 2, ${share(variances[1])}`];
}

function markOf(kind: WordPlane["words"][number]["kind"], x: number, y: number): SVGElement {
  if (kind === "near") return svgElement("circle", { cx: x, cy: y, r: 3, class: "mark near" });
  const side = { x: x - 4, y: y - 4, width: 8, height: 8, class: `mark ${kind}` };
  const turn = kind === "sum" ? { transform: `rotate(45 ${x} ${y})` } : {};
  return svgElement("rect", { ...side, ...turn });
}

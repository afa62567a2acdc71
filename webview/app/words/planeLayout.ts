import type { WordPlane } from "../../../src/protocol/words.ts";

export interface PlaneBox {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

/** A word in the picture, and where its label has room; no label where it would lie over another. */
export interface PlacedWord {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly label: { readonly x: number; readonly y: number; readonly anchor: Anchor } | undefined;
}

type Anchor = "start" | "middle" | "end";

/** Pixels of a label: an estimate that errs to the wide side. */
const letterWidth = 6.4;
const lineHeight = 13;

/**
 * Points in the picture, one unit as long along both axes, so that distances are those of the plane; the first axis to
 * the right, the second up. Words that were asked about are labelled first, then the nearest.
 */
export function planeLayout({ words, points }: WordPlane, box: PlaneBox): readonly PlacedWord[] {
  const toPicture = fitted(points, box);
  const taken: Rectangle[] = [];
  const dots = words.map((_, index) => {
    const dot = toPicture(points[2 * index] ?? 0, points[2 * index + 1] ?? 0);
    taken.push({ left: dot.x - 4, top: dot.y - 4, right: dot.x + 4, bottom: dot.y + 4 });
    return dot;
  });
  return dots.map(({ x, y }, index) => {
    const width = letterWidth * (words[index]?.word.length ?? 0);
    const choice = choices(x, y, width).find(
      ({ area }) => isInside(area, box) && !taken.some((other) => overlap(area, other)),
    );
    if (choice !== undefined) taken.push(choice.area);
    return { index, x, y, label: choice?.label };
  });
}

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function fitted(
  points: ArrayLike<number>,
  { width, height, margin }: PlaneBox,
): (x: number, y: number) => { readonly x: number; readonly y: number } {
  const ends = [0, 1].map((axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (let at = axis; at < points.length; at += 2) {
      low = Math.min(low, points[at] ?? 0);
      high = Math.max(high, points[at] ?? 0);
    }
    return { middle: (low + high) / 2, span: high - low };
  });
  const [across = { middle: 0, span: 0 }, up = { middle: 0, span: 0 }] = ends;
  const perUnit = Math.min(
    (width - 2 * margin) / (across.span || 1),
    (height - 2 * margin) / (up.span || 1),
  );
  return (x, y) => ({
    x: width / 2 + (x - across.middle) * perUnit,
    y: height / 2 - (y - up.middle) * perUnit,
  });
}

/** Right of the dot, left, above, below. */
function choices(
  x: number,
  y: number,
  width: number,
): readonly { readonly label: PlacedWord["label"]; readonly area: Rectangle }[] {
  const place = (left: number, middle: number, at: number, anchor: Anchor) => ({
    label: { x: at, y: middle + 4, anchor },
    area: {
      left,
      top: middle - lineHeight / 2,
      right: left + width,
      bottom: middle + lineHeight / 2,
    },
  });
  return [
    place(x + 7, y, x + 7, "start"),
    place(x - 7 - width, y, x - 7, "end"),
    place(x - width / 2, y - 13, x, "middle"),
    place(x - width / 2, y + 13, x, "middle"),
  ];
}

function isInside(area: Rectangle, { width, height }: PlaneBox): boolean {
  return area.left >= 0 && area.top >= 0 && area.right <= width && area.bottom <= height;
}

function overlap(one: Rectangle, other: Rectangle): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}

import { numberText } from "../text/numberText.ts";
import { schemeLabel } from "./registry.ts";
import type { RopeScheme } from "./positionScheme.ts";
import { pairsWithoutATurn, wavelengths } from "./wavelengths.ts";

/**
 * Tokens per turn of each pair on a logarithmic scale against the trained length, as an SVG document of at
 * most 12 kB. It stands on a card of its own with its own colours, since an image in a hover cannot see
 * whether the theme is light or dark; every text on it has a contrast of at least 4.5 : 1.
 *
 * Scaled rotations are drawn at max_position_embeddings, with the unscaled pairs behind them.
 * @throws FormatError as `ropeInverseFrequencies`, where there is nothing to draw.
 */
export function wavelengthChart(scheme: RopeScheme, trainedLength: number | undefined): string {
  const length = scheme.maxPositions ?? trainedLength ?? 1;
  const turns = wavelengths(scheme, length);
  const isScaled = scheme.scaling.type !== "default";
  const base = isScaled
    ? wavelengths({ ...scheme, scaling: { type: "default" } }, length)
    : undefined;
  const limit = trainedLength !== undefined && trainedLength > 0 ? trainedLength : undefined;
  const axes = axesOf([turns, base ?? turns], limit);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      `font-family="system-ui,sans-serif" font-size="11" role="img" aria-label="${captionOf(turns, limit)}">`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="6" fill="${colour.card}" stroke="${colour.edge}"/>`,
    text(plot.left, 18, `Tokens per turn of each pair · ${escaped(schemeLabel(scheme))}`, {
      fill: colour.ink,
      size: 12,
    }),
    text(plot.left, 33, captionOf(turns, limit), { fill: colour.soft }),
    grid(axes),
    base === undefined ? "" : dots(base, axes, { fill: colour.unscaled, size: 3 }),
    dots(turns, axes, {
      fill: colour.met,
      size: 4.5,
      keep: (tokens) => tokens <= (limit ?? Infinity),
    }),
    dots(turns, axes, {
      fill: colour.unmet,
      size: 4.5,
      keep: (tokens) => tokens > (limit ?? Infinity),
    }),
    limit === undefined ? "" : limitLine(axes, limit),
    pairAxis(turns.length),
    legend({ base, limit }),
    "</svg>",
  ].join("");
}

const width = 420;
/** A hover is 250 pixels high before it is scrolled: the chart and the title above it fit into that. */
const height = 206;
const plot = { left: 52, right: 404, top: 46, bottom: 150 };

/** Okabe and Ito's sky blue and orange, told apart with every kind of colour vision, on a dark card. */
const colour = {
  card: "#1f2329",
  edge: "#6e7681",
  ink: "#f0f3f6",
  soft: "#b7bfc8",
  rule: "#3a414a",
  met: "#56b4e9",
  unmet: "#e69f00",
  unscaled: "#8b949e",
  limit: "#f0f3f6",
};

/** More dots than this would only cover each other. */
const maxDots = 256;

interface Axes {
  /** Powers of ten that the vertical axis runs from and to. */
  readonly low: number;
  readonly high: number;
  readonly y: (tokens: number) => number;
}

function axesOf(series: readonly Float64Array[], limit: number | undefined): Axes {
  let smallest = limit ?? Infinity;
  let largest = limit ?? 0;
  for (const values of series) {
    for (const tokens of values) {
      smallest = Math.min(smallest, tokens);
      largest = Math.max(largest, tokens);
    }
  }
  const low = Math.floor(Math.log10(smallest));
  const high = Math.max(low + 1, Math.ceil(Math.log10(largest)));
  const scale = (plot.bottom - plot.top) / (high - low);
  return { low, high, y: (tokens) => plot.bottom - (Math.log10(tokens) - low) * scale };
}

/** A line and a label per power of ten, thinned out to at most seven. */
function grid({ low, high, y }: Axes): string {
  const step = Math.ceil((high - low) / 7);
  let marks = "";
  for (let power = low; power <= high; power += step) {
    const at = round(y(10 ** power));
    marks += `<path d="M${plot.left} ${at}H${plot.right}" stroke="${colour.rule}"/>`;
    marks += text(plot.left - 6, at + 4, powerText(power), { fill: colour.soft, anchor: "end" });
  }
  return marks;
}

/** "1", "100", "10 k", "1 M": the margin holds five characters. */
function powerText(power: number): string {
  if (power >= 0 && power < 3) return String(10 ** power);
  if (power >= 3 && power < 9) return `${10 ** (power % 3)} ${power < 6 ? "k" : "M"}`;
  return `1e${power}`;
}

/** One path for all dots: strokes of no length with round ends, ten bytes each. */
function dots(
  turns: Float64Array,
  { y }: Axes,
  look: { readonly fill: string; readonly size: number; keep?(tokens: number): boolean },
): string {
  const stride = Math.ceil(turns.length / maxDots);
  let path = "";
  for (let pair = 0; pair < turns.length; pair += stride) {
    const tokens = turns[pair] ?? NaN;
    if (look.keep?.(tokens) ?? true)
      path += `M${round(xOf(pair, turns.length))} ${round(y(tokens))}h0`;
  }
  if (path === "") return "";
  return `<path d="${path}" stroke="${look.fill}" stroke-width="${look.size}" stroke-linecap="round"/>`;
}

function limitLine({ y }: Axes, limit: number): string {
  const at = round(y(limit));
  // Slow pairs stand to the right: above the line at the left there is always room.
  return (
    `<path d="M${plot.left} ${at}H${plot.right}" stroke="${colour.limit}" stroke-dasharray="5 3"/>` +
    text(plot.left + 6, at - 5, `trained length ${numberText(limit)}`, { fill: colour.ink })
  );
}

function pairAxis(pairs: number): string {
  const marks = [...new Set([0, Math.floor((pairs - 1) / 2), pairs - 1])];
  const labels = marks.map((pair) =>
    text(round(xOf(pair, pairs)), plot.bottom + 15, numberText(pair), {
      fill: colour.soft,
      anchor: "middle",
    }),
  );
  const middle = (plot.left + plot.right) / 2;
  return (
    labels.join("") +
    text(middle, plot.bottom + 29, "pair (fast to slow)", { fill: colour.soft, anchor: "middle" })
  );
}

/** What the colours mean. */
function legend(drawn: { readonly base: unknown; readonly limit: number | undefined }): string {
  const isLimited = drawn.limit !== undefined;
  const entries: [fill: string, label: string][] = [
    [colour.met, isLimited ? "turns within it" : "tokens per turn"],
  ];
  if (isLimited) entries.push([colour.unmet, "does not"]);
  if (drawn.base !== undefined) entries.push([colour.unscaled, "before scaling"]);
  const y = height - 11;
  return entries
    .map(([fill, label], place) => {
      const x = plot.left + 4 + place * 118;
      return `<circle cx="${x}" cy="${y - 4}" r="3" fill="${fill}"/>${text(x + 8, y, label, { fill: colour.soft })}`;
    })
    .join("");
}

function captionOf(turns: Float64Array, limit: number | undefined): string {
  if (limit === undefined) return "the config states no trained length to compare with";
  const never = pairsWithoutATurn(turns, limit);
  return `${numberText(never)} of ${numberText(turns.length)} pairs never finish a turn within ${numberText(limit)} tokens`;
}

function xOf(pair: number, pairs: number): number {
  const inner = plot.right - plot.left - 16;
  return plot.left + 8 + (pairs > 1 ? (pair / (pairs - 1)) * inner : inner / 2);
}

function text(
  x: number,
  y: number,
  content: string,
  look: { readonly fill: string; readonly size?: number; readonly anchor?: "middle" | "end" },
): string {
  const size = look.size === undefined ? "" : ` font-size="${look.size}"`;
  const anchor = look.anchor === undefined ? "" : ` text-anchor="${look.anchor}"`;
  return `<text x="${x}" y="${round(y)}" fill="${look.fill}"${size}${anchor}>${content}</text>`;
}

/** The label may carry a name from the file. */
function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

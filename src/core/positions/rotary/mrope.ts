import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import { maxRotaryDim, maxRotationCells } from "../limits.ts";
import type { PositionKind } from "../positionKind.ts";
import type { ParameterValue } from "../schemeParameter.ts";
import { pairFrequencies } from "./pairFrequencies.ts";
import { ropeIndex, type TokenType } from "./ropeIndex.ts";
import { thetaParameter } from "./rotaryParameters.ts";
import type { MropeImage, MropeLayout, MropeScheme } from "./rotarySchemes.ts";
import { rotationTable } from "./rotationTable.ts";

/**
 * Multi-modal RoPE (Wang et al. 2024, Qwen2-VL, arXiv 2409.12191): a pair turns with the time, the row or the column
 * of its token. Text has three equal ids, and then this is plain RoPE. By name, positions are tokens of a prompt: text,
 * or text with one image in it.
 */
export const mrope: PositionKind<MropeScheme> = {
  kind: "mrope",
  label: ({ sections, layout }) => `M-RoPE · ${sections.join("/")} ${layoutNames[layout]}`,
  vectors: (scheme, positions) => {
    const ids = tokenIds(scheme.image, positions);
    const angles = mropeAngles(scheme);
    return rotationTable(positions, sum(scheme.sections), formulaOf(scheme), (position) =>
      angles(ids(position)),
    );
  },
  bare: {
    title: "Multi-modal RoPE (Wang et al. 2024)",
    parameters: [
      thetaParameter,
      {
        name: "mrope_section",
        type: "numbers",
        min: 0,
        max: maxRotaryDim / 2,
        default: [16, 24, 24],
        means: "Pairs of time, height and width.",
      },
      {
        name: "layout",
        type: "choice",
        choices: ["contiguous", "interleaved", "heightWidthFirst"],
        default: "contiguous",
        means: "Whose the pairs are: Qwen2-VL, Qwen3-VL, Ernie 4.5 VL.",
      },
      {
        name: "image_grid_thw",
        type: "numbers",
        min: 1,
        max: 65_536,
        default: [],
        means: "Frames, rows and columns of patches of an image; empty for text alone.",
      },
      {
        name: "image_start",
        type: "integer",
        min: 0,
        max: 1_000_000,
        default: 0,
        means: "Tokens of text before the image.",
      },
      {
        name: "spatial_merge_size",
        type: "integer",
        min: 1,
        max: 64,
        default: 2,
        means: "Patches along a side that become one token.",
      },
    ],
    create: (values) => ({
      kind: "mrope",
      base: Number(values.get("rope_theta")),
      sections: sectionsOf(values),
      layout: values.get("layout") as MropeLayout,
      image: imageOf(values),
    }),
  },
  beyond: () =>
    "each axis has its own limit: an image moves the position by its longer side, not by its tokens, so a prompt may have more tokens than the trained length and stay within it",
};

const layoutNames: Readonly<Record<MropeLayout, string>> = {
  contiguous: "in blocks",
  interleaved: "in turn",
  heightWidthFirst: "height and width first",
};

/** Angle of each pair in radians, [pairs], from the ids of time, height and width of a token. */
export function mropeAngles(scheme: MropeScheme): (ids: readonly number[]) => Float64Array {
  const frequencies = pairFrequencies(scheme.base, 2 * sum(scheme.sections));
  const axes = Array.from(frequencies, (_, pair) => mropeAxis(scheme, pair));
  return (ids) => frequencies.map((frequency, pair) => (ids[axes[pair] ?? 0] ?? NaN) * frequency);
}

/**
 * Which id a pair turns with: 0 time, 1 height, 2 width. Source: transformers 5.23, `apply_interleaved_mrope` and the
 * rotary classes of the families named in `MropeLayout`.
 */
export function mropeAxis({ sections, layout }: MropeScheme, pair: number): 0 | 1 | 2 {
  const [time = 0, height = 0, width = 0] = sections;
  return axisOf[layout]({ time, height, width }, pair);
}

interface Sections {
  readonly time: number;
  readonly height: number;
  readonly width: number;
}

const axisOf: Readonly<Record<MropeLayout, (sections: Sections, pair: number) => 0 | 1 | 2>> = {
  contiguous: ({ time, height }, pair) => (pair < time ? 0 : pair < time + height ? 1 : 2),
  // Pairs past three times a section's size fall to time.
  interleaved: ({ height, width }, pair) => {
    if (pair % 3 === 1 && pair < 3 * height) return 1;
    return pair % 3 === 2 && pair < 3 * width ? 2 : 0;
  },
  // Even frequencies come first, then odd ones, and the sections cut that order.
  heightWidthFirst: ({ height, width }, pair) => {
    if (pair >= height + width) return 0;
    const odd = pair % 2 === 1 ? Math.ceil((height + width) / 2) : 0;
    return Math.floor(pair / 2) + odd < height ? 1 : 2;
  },
};

/** Ids by token; tokens of text where there is no image. */
function tokenIds(
  image: MropeImage | undefined,
  positions: readonly number[],
): (position: number) => readonly number[] {
  if (image === undefined) return (position) => [position, position, position];
  const [frames = 0, rows = 0, columns = 0] = image.grid;
  const patches = (frames * rows * columns) / image.merge ** 2;
  const last = positions.reduce((most, position) => Math.max(most, position), 0);
  const count = Math.max(image.start + patches, last + 1);
  if (!(count <= maxRotationCells)) {
    throw new FormatError(
      "limit-exceeded",
      `the prompt has ${numberText(count)} tokens, at most ${numberText(maxRotationCells)} are placed`,
    );
  }
  const types = Array.from({ length: count }, (_, i): TokenType =>
    i >= image.start && i < image.start + patches ? 1 : 0,
  );
  const { ids } = ropeIndex({
    types,
    imageGrids: [image.grid],
    videoGrids: [],
    spatialMerge: image.merge,
    video: { frames: "together", temporalMerge: 1, interval: 1 },
  });
  return (position) => ids.map((axis) => axis[position] ?? NaN);
}

function sectionsOf(values: ReadonlyMap<string, ParameterValue>): readonly number[] {
  const sections = values.get("mrope_section") as readonly number[];
  const pairs = sum(sections);
  if (sections.length === 3 && sections.every(Number.isSafeInteger) && pairs > 0) return sections;
  throw new FormatError(
    "bad-value",
    `mrope_section is [${sections.join(", ")}], three whole numbers are allowed, not all of them 0`,
  );
}

function imageOf(values: ReadonlyMap<string, ParameterValue>): MropeImage | undefined {
  const grid = values.get("image_grid_thw") as readonly number[];
  if (grid.length === 0) return undefined;
  const merge = Number(values.get("spatial_merge_size"));
  const fits = grid.every((size, axis) => Number.isInteger(axis === 0 ? size : size / merge));
  if (grid.length === 3 && fits) return { grid, start: Number(values.get("image_start")), merge };
  throw new FormatError(
    "bad-value",
    `image_grid_thw is [${grid.join(", ")}], three whole numbers are allowed, rows and columns multiples of ${merge}`,
  );
}

function formulaOf({ base, sections }: MropeScheme): string {
  const names = ["time", "height", "width"].map((name, axis) => `${name} ${sections[axis] ?? 0}`);
  return (
    `cos(p_axis·ω_k) and sin(p_axis·ω_k), ω_k = θ^(−2k/r), θ = ${numberText(base)}, ` +
    `pairs of ${names.join(", ")} (Wang et al. 2024)`
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

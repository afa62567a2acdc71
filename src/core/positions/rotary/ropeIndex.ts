import { FormatError } from "../../errors.ts";

/** What a token is: text, a patch of an image, a patch of a video. */
export type TokenType = 0 | 1 | 2;

/** A prompt as a multi-modal processor leaves it. */
export interface RopeIndexInput {
  readonly types: readonly TokenType[];
  /** 1 = a token, 0 = padding; absent where there is no padding. */
  readonly mask?: readonly number[];
  /** Frames, rows and columns of patches, one list an image; likewise of videos. */
  readonly imageGrids: readonly (readonly number[])[];
  readonly videoGrids: readonly (readonly number[])[];
  /** Patches along a side that become one token. */
  readonly spatialMerge: number;
  readonly video: VideoPositions;
}

/** How the families count time in a video. */
export interface VideoPositions {
  /** Qwen2-VL and Ernie place a video as one block, Qwen3-VL and GLM-4V each frame for itself, with text between. */
  readonly frames: "together" | "apart";
  /** Frames that become one step (Ernie 4.5 VL). */
  readonly temporalMerge: number;
  /** Positions between two steps: tokens_per_second × whole seconds a step (Qwen2.5-VL), otherwise 1. */
  readonly interval: number;
}

/** Ids of time, height and width, [3][n]; `delta` is added to a token's index to go on after the prompt. */
export interface RopeIndex {
  readonly ids: readonly [readonly number[], readonly number[], readonly number[]];
  readonly delta: number;
}

/**
 * Position ids of a prompt with images and videos (Wang et al. 2024, Qwen2-VL, section 2.1): the three ids of a text
 * token are equal and count on; patches of one image share a time and count rows and columns from there; the text after
 * goes on max(rows, columns) further, so an image costs fewer positions than tokens. Padding has 0.
 *
 * Source: `get_rope_index` of transformers 5.23. Earlier releases went on after the largest id, which differs for a
 * video with more steps than rows and columns; we follow 5.23.
 * @throws FormatError `bad-shape` where patches and grids do not fit, `bad-value` for a grid that does not divide.
 */
export function ropeIndex(input: RopeIndexInput): RopeIndex {
  const { types, mask } = input;
  const kept = types.flatMap((_, index) => (mask?.[index] === 0 ? [] : [index]));
  const ids: [number[], number[], number[]] = [
    types.map(() => 0),
    types.map(() => 0),
    types.map(() => 0),
  ];
  const grids = gridQueues(input);
  let next = 0;
  let largest = -1;
  for (const run of runsOf(kept.map((index) => types[index] ?? 0))) {
    const cells = run.type === 0 ? textCells(run.count) : patchCells(run, grids, input);
    cells.offsets.forEach((offsets, at) => {
      offsets.forEach((offset, axis) => {
        const id = next + offset;
        const list = ids[axis];
        const index = kept[run.start + at];
        if (list !== undefined && index !== undefined) list[index] = id;
        largest = Math.max(largest, id);
      });
    });
    next += cells.advance;
  }
  return { ids, delta: largest + 1 - kept.length };
}

interface Run {
  readonly type: TokenType;
  readonly start: number;
  readonly count: number;
}

/** Neighbours of one type. */
function runsOf(types: readonly TokenType[]): Run[] {
  const runs: Run[] = [];
  types.forEach((type, index) => {
    const last = runs.at(-1);
    if (last?.type === type) runs[runs.length - 1] = { ...last, count: last.count + 1 };
    else runs.push({ type, start: index, count: 1 });
  });
  return runs;
}

/** What each token of a run adds to the position where the run begins, and how far the run moves it. */
interface Cells {
  readonly offsets: readonly (readonly [number, number, number])[];
  readonly advance: number;
}

function textCells(count: number): Cells {
  return { offsets: Array.from({ length: count }, (_, i) => [i, i, i] as const), advance: count };
}

/** Grids that were not used yet, by type. */
type GridQueues = ReadonlyMap<TokenType, (readonly number[])[]>;

function gridQueues({ imageGrids, videoGrids, video }: RopeIndexInput): GridQueues {
  const frames = videoGrids.flatMap((grid) => {
    if (video.frames === "together") return [grid];
    const [count = 0, ...sides] = grid;
    return Array.from({ length: Math.max(0, Math.min(count, maxFrames)) }, () => [1, ...sides]);
  });
  return new Map<TokenType, (readonly number[])[]>([
    [1, [...imageGrids]],
    [2, frames],
  ]);
}

/** A grid comes from a file or a form; a day of video at one frame a second has 86 400. */
const maxFrames = 100_000;

function patchCells(run: Run, grids: GridQueues, input: RopeIndexInput): Cells {
  const grid = grids.get(run.type)?.shift();
  const what = run.type === 1 ? "image" : "video";
  if (grid === undefined) {
    throw new FormatError(
      "bad-shape",
      `token ${run.start} begins one more ${what} than there are grids`,
    );
  }
  const { spatialMerge, video } = input;
  const temporalMerge = run.type === 2 ? video.temporalMerge : 1;
  const sizes = [temporalMerge, spatialMerge, spatialMerge].map((merge, axis) =>
    merged(grid, axis, merge),
  );
  const [steps = 0, rows = 0, columns = 0] = sizes;
  if (steps * rows * columns !== run.count) {
    throw new FormatError(
      "bad-shape",
      `the ${what} at token ${run.start} has ${run.count} tokens, its grid [${grid.join(", ")}] gives ${steps * rows * columns}`,
    );
  }
  const interval = run.type === 2 ? video.interval : 1;
  const offsets = Array.from({ length: run.count }, (_, at) => {
    const cell = at % (rows * columns);
    const step = Math.floor(at / (rows * columns)) * interval;
    return [step, Math.floor(cell / columns), cell % columns] as const;
  });
  return { offsets, advance: Math.max(rows, columns) };
}

function merged(grid: readonly number[], axis: number, merge: number): number {
  const size = (grid[axis] ?? 0) / merge;
  if (Number.isSafeInteger(size) && size > 0) return size;
  const name = ["frames", "rows", "columns"][axis] ?? "";
  throw new FormatError(
    "bad-value",
    `the grid [${grid.join(", ")}] has ${grid[axis] ?? "no"} ${name}, a multiple of ${merge} above 0 is allowed`,
  );
}

import type { TensorComparison } from "../../../src/core/tensors/tensorComparison.ts";
import type { TensorPicture } from "../../../src/core/tensors/tensorPicture.ts";
import type { TensorStatistics } from "../../../src/core/tensors/tensorStatistics.ts";
import type { TensorView } from "../../../src/protocol/contract.ts";
import type { Cell } from "../../render/matrix.ts";

/** Work that the host does for this tab, as far as it has come. */
export type Task =
  | { readonly status: "idle" }
  | { readonly status: "running"; readonly done: number; readonly total: number }
  | { readonly status: "cancelled" }
  | { readonly status: "failed"; readonly message: string };

/** What the Tensors tab has heard from the host; nothing of it is kept. */
export interface TensorsState {
  /** Most cells that the picture has room for; null while it has no place on the screen. */
  readonly room: { readonly height: number; readonly width: number } | null;
  /** The last picture that came, with what it shows: it stays until the next one is there. */
  readonly picture: { readonly view: TensorView; readonly cells: TensorPicture } | null;
  readonly pictureTask: Task;
  readonly statistics: { readonly name: string; readonly value: TensorStatistics } | null;
  readonly statisticsTask: Task;
  readonly comparison: {
    readonly name: string;
    readonly against: string;
    /** Columns of the plane, to say where the largest difference is. */
    readonly cols: number;
    readonly value: TensorComparison;
  } | null;
  readonly comparisonTask: Task;
  /** The element under the cursor: row and column of the plane. */
  readonly cursor: Cell | null;
  /** Its exact value, once the host has said it. */
  readonly element: { readonly row: number; readonly col: number; readonly text: string } | null;
  /** Tokens of rows, where rows are tokens. */
  readonly tokens: ReadonlyMap<number, string>;
}

export const nothingOfTensors: TensorsState = {
  room: null,
  picture: null,
  pictureTask: { status: "idle" },
  statistics: null,
  statisticsTask: { status: "idle" },
  comparison: null,
  comparisonTask: { status: "idle" },
  cursor: null,
  element: null,
  tokens: new Map(),
};

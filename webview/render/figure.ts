import type { LineChart } from "./lineChart.ts";
import type { Matrix } from "./matrix.ts";

/** A picture as it leaves the view: everything that any of the file formats writes. */
export interface Figure {
  /** Start of the file's name, without its ending. */
  readonly stem: string;
  readonly title: string;
  /** Formula, removal, backend: what a reader needs years later. */
  readonly notes: readonly string[];
  readonly panels: readonly Matrix[];
  /** `square`: as high as wide, however many cells there are. Without: by the number of cells. */
  readonly shape?: "square";
  readonly chart: LineChart | undefined;
  readonly array: { readonly shape: readonly number[]; readonly values: Float32Array };
  readonly table: FigureTable;
}

export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly (string | number)[]>;
}

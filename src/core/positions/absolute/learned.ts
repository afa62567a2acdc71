import { FormatError } from "../../errors.ts";
import type { PositionKind } from "../positionKind.ts";
import type { LearnedScheme } from "./absoluteSchemes.ts";

/**
 * A learned table of positions. Its vectors are in the checkpoint, so the scheme alone has none; it says which row a
 * position looks up.
 */
export const learned: PositionKind<LearnedScheme> = {
  kind: "learned",
  label: ({ rows, firstRow }) =>
    firstRow === 0
      ? `Learned · ${rows} rows`
      : `Learned · ${rows} rows, position 0 in row ${firstRow}`,
  vectors: () => undefined,
  tables: ({ rows, width }) => [{ name: "position_embeddings", shape: [rows, width] }],
  bare: {
    title: "Learned table (Gehring et al. 2017)",
    parameters: [
      {
        name: "rows",
        type: "integer",
        min: 1,
        max: 16_777_216,
        default: 512,
        means: "Rows of the table.",
      },
      { name: "d_model", type: "integer", min: 1, max: 65_536, default: 64, means: "Width." },
      {
        name: "offset",
        type: "integer",
        min: 0,
        max: 1_000_000,
        default: 0,
        means: "Row of position 0: 2 in OPT and BART, padding_idx + 1 in RoBERTa.",
      },
      {
        name: "past",
        type: "choice",
        choices: ["fails", "lastRow"],
        default: "fails",
        means: "What a position past the table does.",
      },
    ],
    create: (values) => {
      const rows = Number(values.get("rows"));
      const firstRow = Number(values.get("offset"));
      if (firstRow >= rows) {
        throw new FormatError(
          "bad-value",
          `offset is ${firstRow}, below the ${rows} rows is allowed`,
        );
      }
      const past = values.get("past") as LearnedScheme["past"];
      return { kind: "learned", rows, width: Number(values.get("d_model")), firstRow, past };
    },
  },
  beyond: (scheme) =>
    scheme.past === "lastRow"
      ? `positions from ${learnedLength(scheme)} on take the table's last row`
      : `there is no row from position ${learnedLength(scheme)} on: engines fail or read past the table`,
};

/** Positions that have a row: 512 for the 514 rows of RoBERTa. */
export function learnedLength({ rows, firstRow }: LearnedScheme): number {
  return rows - firstRow;
}

/**
 * The row that a position looks up.
 * @throws FormatError `bad-value` for a position past a table that fails there.
 */
export function learnedRow(scheme: LearnedScheme, position: number): number {
  const row = position + scheme.firstRow;
  if (row < scheme.rows) return row;
  if (scheme.past === "lastRow") return scheme.rows - 1;
  throw new FormatError(
    "bad-value",
    `position ${position} has no row: the table has ${scheme.rows}, position 0 is in row ${scheme.firstRow}`,
  );
}

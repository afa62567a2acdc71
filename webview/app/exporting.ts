import { writeNpy } from "../../src/core/formats/npyWriter.ts";
import { FormatError } from "../../src/core/errors.ts";
import type { ExportedSlice, ExportedView, ExportFormat } from "../../src/protocol/contract.ts";
import { toCsv } from "../render/csv.ts";
import type { Figure } from "../render/figure.ts";
import { toPng } from "../render/figurePng.ts";
import { toSvg } from "../render/figureSvg.ts";
import type { Theme } from "../render/theme.ts";
import { figureOf } from "./figures.ts";
import type { AppState } from "./state.ts";
import { tensorSlice } from "./tensors/tensorFigure.ts";

/** The picture on the screen as a file. @throws FormatError `unsupported` where there is none. */
export async function exportView(
  state: AppState,
  format: ExportFormat,
  theme: Theme,
): Promise<ExportedView | ExportedSlice> {
  const isTensors = state.kind === "inspector" && state.view.tab === "tensors";
  const slice = isTensors ? tensorSlice(state, format) : undefined;
  if (slice !== undefined) return slice;
  const figure = figureOf(state);
  if (typeof figure === "string") throw new FormatError("unsupported", figure);
  return { name: `${figure.stem}.${format}`, bytes: await encoders[format](figure, theme) };
}

const encoders: Readonly<
  Record<ExportFormat, (figure: Figure, theme: Theme) => ArrayBuffer | Promise<ArrayBuffer>>
> = {
  png: toPng,
  svg: (figure, theme) => utf8(toSvg(figure, theme)),
  csv: (figure) => utf8(toCsv(figure.table)),
  npy: ({ array }) => writeNpy(array.shape, array.values).buffer,
};

function utf8(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).buffer;
}

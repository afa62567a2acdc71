import { STRIDED_GAP_BYTES, STRIDED_SPAN_BYTES } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";
import { dtypeBytes, elementCount, numberBytes } from "../dtype.ts";
import type { DType, ElementLayout, TensorInfo } from "../tensorTable.ts";
import { conjugateElements, negateElements } from "./negateElements.ts";
import type { TensorRead } from "./storageReader.ts";
import { extentOf, spanOf, splitBox, toBox, type StridedBox } from "./stridedBox.ts";
import { gather, toUnits, type Units } from "./stridedGather.ts";
import { swapBytes } from "./swapBytes.ts";
import { requireHeld } from "../../bytes/requireHeld.ts";

/** A strided view and where its bytes come from. */
export interface StridedSource {
  readonly tensor: TensorInfo;
  readonly layout: ElementLayout;
  readonly rows: readonly number[] | undefined;
  /** Bytes from the view's first element on, in a fresh buffer. */
  readonly read: (offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>;
  /** Whether the source gives any span at the price of its length, or is better read in one go. */
  readonly access: "random" | "forward";
}

/**
 * Row-major little-endian values of a strided view. Spans are read one after the other, each at most
 * `STRIDED_SPAN_BYTES` long; wide gaps between elements are not read.
 * @throws FormatError `unsupported` and `limit-exceeded` before anything is read, and those of `read`.
 */
export async function readStrided(source: StridedSource): Promise<TensorRead> {
  const { tensor, layout, rows } = source;
  const { dtype, name } = tensor;
  if (dtype === undefined) {
    throw new FormatError("unsupported", `${name} is of type ${tensor.dtypeName}`);
  }
  const shape = rows === undefined ? tensor.shape : [rows.length, ...tensor.shape.slice(1)];
  const width = dtypeBytes[dtype];
  const bytes = new Uint8Array(requireHeld(name, elementCount(shape) * width));
  if (bytes.length > 0) {
    const unit = Math.min(width, 4);
    const box = toUnitBox(toBox(tensor.shape, layout.strides, rows), width / unit);
    await readBox({ box, unit, source }, toUnits(bytes, unit));
    finish(bytes, dtype, layout);
  }
  return { dtype, shape, bytes: bytes.buffer };
}

interface BoxRead {
  readonly box: StridedBox;
  /** Bytes of one unit of the box. */
  readonly unit: number;
  readonly source: StridedSource;
}

async function readBox({ box, unit, source }: BoxRead, into: Units): Promise<void> {
  const boxes = [box];
  for (let part = boxes.pop(); part !== undefined; part = boxes.pop()) {
    const axis = source.access === "forward" ? undefined : axisToCut(part, unit);
    if (axis !== undefined) {
      boxes.push(...splitBox(part, axis, STRIDED_GAP_BYTES / unit).toReversed());
      continue;
    }
    const { first, length } = spanOf(part);
    const span = await source.read(first * unit, requireHeld(source.tensor.name, length * unit));
    gather(part, { span: toUnits(span, unit), first }, into);
  }
}

/** The axis along which a box is too long to be read in one piece, or has gaps that are better left out. */
function axisToCut(box: StridedBox, unit: number): number | undefined {
  const bytes = spanOf(box).length * unit;
  if (bytes <= STRIDED_GAP_BYTES) return undefined;
  const extents = box.axes.map(extentOf);
  const longest = extents.reduce(
    (best, extent, i) => (extent > (extents[best] ?? 0) ? i : best),
    0,
  );
  const axis = box.axes[longest];
  if (axis === undefined || axis.count < 2) return undefined;
  if (bytes > STRIDED_SPAN_BYTES) return longest;
  const wanted = box.axes.reduce((count, { count: size }) => count * size, unit);
  const hasGaps = axis.picks !== undefined || axis.stride * unit > STRIDED_GAP_BYTES;
  return hasGaps && wanted * 4 < bytes ? longest : undefined;
}

/** Elements of more than four bytes as two or four units each. */
function toUnitBox(box: StridedBox, units: number): StridedBox {
  if (units === 1) return box;
  const axes = box.axes.map((axis) => ({
    ...axis,
    stride: axis.stride * units,
    step: axis.step * units,
  }));
  const last = axes.at(-1);
  const joins =
    last !== undefined && last.picks === undefined && last.stride === units && last.step === units;
  if (joins) axes[axes.length - 1] = { count: last.count * units, stride: 1, step: 1 };
  else axes.push({ count: units, stride: 1, step: 1 });
  return { from: box.from * units, to: box.to * units, axes };
}

function finish(bytes: Uint8Array<ArrayBuffer>, dtype: DType, layout: ElementLayout): void {
  if (layout.byteOrder === "big") swapBytes(bytes, numberBytes(dtype));
  if (layout.negated === true) negateElements(bytes, dtype);
  if (layout.conjugated === true) conjugateElements(bytes, dtype);
}

import { FormatError } from "../../../errors.ts";
import type { TensorInfo } from "../../tensorTable.ts";
import { elementCount } from "../../dtype.ts";
import { optionalPart, toLogicalTensor } from "../logicalWeight.ts";
import { moduleOf } from "../moduleOf.ts";
import type { PackedTensors } from "../packedTensors.ts";
import { parseQuantState, type QuantState } from "../parseQuantState.ts";
import type { BitsandbytesConfig } from "../quantizationConfig.ts";
import { requireMatrix, requireShape, requireType } from "../requireParts.ts";
import type { QuantizationMethod } from "./quantizationMethod.ts";

/**
 * bitsandbytes: 4 bits with `weight.absmax`, `weight.quant_map`, where nested `weight.nested_*`, and the settings as
 * JSON in `weight.quant_state.bitsandbytes__nf4` or `__fp4` (layout: `decode/bitsandbytes4.ts`); 8 bits with `SCB`
 * (`decode/bitsandbytes8.ts`). The config says nothing that the tensors do not.
 */
export const bitsandbytesMethod: QuantizationMethod<BitsandbytesConfig> = {
  names: ["bitsandbytes"],
  partEndings: [
    ...[".absmax", ".quant_map", ".nested_absmax", ".nested_quant_map", ".SCB"],
    ...[".bitsandbytes__nf4", ".bitsandbytes__fp4"],
  ],
  descriptions: [".bitsandbytes__nf4", ".bitsandbytes__fp4", ".weight_format"],
  parse: () => ({ method: "bitsandbytes" }),
  resolve: (_config, codes, tensors) => {
    const module = moduleOf(codes.name, ".weight");
    if (module === undefined) return undefined;
    const state = stateTypes
      .map((type) => tensors.find(`${codes.name}.quant_state.bitsandbytes__${type}`))
      .find((tensor) => tensor !== undefined);
    if (state !== undefined) return to4Bits(codes, state, tensors);
    if (tensors.find(`${codes.name}.absmax`) !== undefined) {
      tensors.require(`${codes.name}.quant_state.bitsandbytes__nf4`);
    }
    return codes.dtype === "I8" ? to8Bits(module, codes, tensors) : undefined;
  },
};

const stateTypes = ["nf4", "fp4"];

function to4Bits(codes: TensorInfo, stateTensor: TensorInfo, tensors: PackedTensors): TensorInfo {
  const state = parseQuantState(tensors.contents(stateTensor), stateTensor.name);
  const count = elementCount(state.shape);
  if (Math.ceil(count / 2) !== codes.byteLength) {
    throw new FormatError(
      "bad-shape",
      `${codes.name} has ${codes.byteLength} bytes, the shape [${state.shape.join(", ")}] of its quant_state needs ${Math.ceil(count / 2)}`,
    );
  }
  const blocks = Math.ceil(count / state.blockSize);
  const scales = tensors.require(`${codes.name}.absmax`);
  requireType(scales, state.nested === undefined ? ["F32"] : ["U8"]);
  requireShape(scales, [blocks], `${count} values in blocks of ${state.blockSize}`);
  const map = tensors.require(`${codes.name}.quant_map`);
  requireType(map, ["F32"]);
  requireShape(map, [16], "a value for each code of 4 bits");
  const nested = nestedParts(codes, state, { blocks, tensors });
  return toLogicalTensor({
    name: codes.name,
    shape: state.shape,
    label: `bitsandbytes ${state.type}, block ${state.blockSize}${state.nested === undefined ? "" : ", nested"}`,
    packing: {
      method: "bitsandbytes-4bit",
      blockSize: state.blockSize,
      ...(state.nested === undefined ? {} : { nested: state.nested }),
    },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      { role: "map", tensor: map },
      ...optionalPart("nested scales", nested.scales),
      ...optionalPart("nested map", nested.map),
      { role: "state", tensor: stateTensor },
    ],
  });
}

function nestedParts(
  { name }: TensorInfo,
  { nested }: QuantState,
  { blocks, tensors }: { readonly blocks: number; readonly tensors: PackedTensors },
): { readonly scales: TensorInfo | undefined; readonly map: TensorInfo | undefined } {
  if (nested === undefined) return { scales: undefined, map: undefined };
  const scales = tensors.require(`${name}.nested_absmax`);
  requireType(scales, ["F32"]);
  requireShape(
    scales,
    [Math.ceil(blocks / nested.blockSize)],
    `${blocks} blocks in blocks of ${nested.blockSize}`,
  );
  const map = tensors.require(`${name}.nested_quant_map`);
  requireType(map, ["F32"]);
  requireShape(map, [256], "a value for each code of 8 bits");
  return { scales, map };
}

function to8Bits(module: string, codes: TensorInfo, tensors: PackedTensors): TensorInfo {
  const { rows, columns } = requireMatrix(codes);
  const scales = tensors.require(`${module}.SCB`);
  requireType(scales, ["F32"]);
  requireShape(scales, [rows], "a scale a row");
  const format = tensors.find(`${module}.weight_format`);
  const code = format === undefined ? 0 : tensors.contents(format)[0];
  if (code !== 0) {
    throw new FormatError(
      "unsupported",
      `${module}.weight_format is ${code ?? "empty"}, an order of tiles; read is 0, that of rows`,
    );
  }
  return toLogicalTensor({
    name: codes.name,
    shape: [rows, columns],
    label: "bitsandbytes int8",
    packing: { method: "bitsandbytes-8bit" },
    parts: [
      { role: "codes", tensor: codes },
      { role: "scales", tensor: scales },
      ...tensors.withoutRole(module),
    ],
  });
}

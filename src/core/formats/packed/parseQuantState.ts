import { SIZE_LIMIT } from "../../bytes/limits.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import { FormatError } from "../../errors.ts";
import { parseJsonTree } from "../../json/parseJsonTree.ts";
import {
  ConfigFields,
  numberKind,
  numbersKind,
  textKind,
  wholeKind,
} from "../../models/configFields.ts";

/** What bitsandbytes writes of a weight of 4 bits, as JSON in a tensor of bytes. */
export interface QuantState {
  /** "nf4" or "fp4". */
  readonly type: string;
  /** Two axes. */
  readonly shape: readonly number[];
  readonly blockSize: number;
  readonly nested: { readonly blockSize: number; readonly offset: number } | undefined;
}

/** @throws FormatError `bad-value` for settings that are missing or not possible. */
export function parseQuantState(bytes: Uint8Array, name: string): QuantState {
  const { value: tree } = parseJsonTree(new TextDecoder().decode(bytes), name);
  const fields = new ConfigFields(tree, new ProblemList(name));
  const shape = fields.value("shape", numbersKind);
  const blockSize = fields.value("blocksize", blockSizeKind);
  const nestedSize = fields.read(["nested_blocksize"], blockSizeKind);
  const offset = fields.read(["nested_offset"], numberKind);
  const isMatrix = shape?.length === 2 && shape.every(isSize);
  if (!isMatrix || blockSize === undefined || nestedSize.kind !== offset.kind) {
    throw new FormatError(
      "bad-value",
      `${name} is no state of a quantised weight: it needs a shape of two sizes and a blocksize, and nested_blocksize and nested_offset together or not at all`,
    );
  }
  const nested =
    nestedSize.kind === "value" && offset.kind === "value"
      ? { blockSize: nestedSize.value, offset: offset.value }
      : undefined;
  return { type: fields.value("quant_type", textKind) ?? "4-bit", shape, blockSize, nested };
}

const blockSizeKind = wholeKind(1, SIZE_LIMIT);

function isSize(size: number): boolean {
  return wholeKind(1, 2 ** 31).take(size) !== undefined;
}
